"""How Chromium is started."""

PLAIN = ["--no-sandbox", "--disable-background-networking"]

# WebGPU without a graphics card: right in its numbers, and slow.
SOFTWARE_GPU = [
    "--enable-unsafe-webgpu",
    "--enable-features=Vulkan",
    "--use-webgpu-adapter=swiftshader",
    "--enable-unsafe-swiftshader",
]
