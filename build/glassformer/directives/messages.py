"""The words of the shell around a figure, in each language of the site."""

from __future__ import annotations

from collections.abc import Mapping

MESSAGES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "precomputed": "precomputed",
        "show_table": "Show as table",
        "formula": "Formula",
        "from_disk": "This page was opened from disk. Typing a text and the controls need a server: ./scripts/serve.",
        "tokens.title": "The text, as the model reads it",
        "tokens.look": "A box is one token with its number in the vocabulary; a space belongs to the token after it.",
        "attention.title": "How tokens read one another",
        "attention.look": "Rows are tokens that ask (queries), columns those asked (keys). Strong colour: much weight.",
        "probabilities.title": "The next token",
        "probabilities.look": "The longer the bar, the more probable the token, among all tokens of the vocabulary.",
        "residual.title": "The residual stream, and what each part adds to it",
        "residual.look": "Attention and MLP never replace the stream: each adds a vector. Which parts add the most?",
        "lens.title": "What each layer would predict: the logit lens",
        "lens.look": "Go down a column: from which block on does the final token stand on top?",
        "quiz.title": "Predict first",
        "quiz.guess": "Your answer",
        "quiz.check": "Check",
        "quiz.show": "Show the answer",
        "prompt.title": "The text",
        "prompt.look": "The figures on this page show what the model computed for this text.",
    },
    "zh": {
        "precomputed": "预先计算",
        "show_table": "以表格显示",
        "formula": "公式",
        "from_disk": "本页是从磁盘打开的。输入文本和使用控件需要服务器：./scripts/serve。",
        "tokens.title": "模型读到的文本",
        "tokens.look": "每个方框是一个词元，下面是它在词表中的编号；空格属于它后面的词元。",
        "attention.title": "谁在看谁",
        "attention.look": "每一行是一个发出查询的词元，每一列是一个被查看的词元；颜色越强，权重越大。",
        "probabilities.title": "下一个词元",
        "probabilities.look": "条越长，模型认为该词元在整个词表中的概率越大。",
        "residual.title": "残差流，以及每个部分加上了什么",
        "residual.look": "注意力和 MLP 从不替换残差流，只往上面加一个向量。哪些部分加得最多？",
        "lens.title": "每一层会预测什么：logit 透镜",
        "lens.look": "沿一列往下看：从哪一块起，最终的词元排在首位？",
        "quiz.title": "先猜一猜",
        "quiz.guess": "你的答案",
        "quiz.check": "核对",
        "quiz.show": "显示答案",
        "prompt.title": "文本",
        "prompt.look": "本页的图展示模型对这段文本的真实计算结果。",
    },
}
