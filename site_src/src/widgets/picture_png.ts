/** Pixels of the file for one of the page: text stays sharp on paper and on projectors. */
const SHARPNESS = 2;
/** What browsers draw on a canvas, in pixels: longer pictures become less sharp. */
const LONGEST = 16_000;

/** An SVG file as PNG. Rejects where a browser does not let a page read back what it has drawn. */
export async function pngOf(svg: string): Promise<Blob> {
  const image = new Image();
  // A blob's address would lock the canvas in some browsers; a data address does not.
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const { naturalWidth: width, naturalHeight: height } = image;
  const scale = Math.min(SHARPNESS, LONGEST / Math.max(width, height));
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [Math.round(width * scale), Math.round(height * scale)];
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done, fail) => {
    canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error('the canvas gave no picture'))), 'image/png');
  });
}
