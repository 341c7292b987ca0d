package dev.hob.search.index;

import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/// The words of a text, for Lucene.
final class WordStream extends TokenStream {
    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final StringBuilder word = new StringBuilder();
    private final String text;
    private CodeWords words;

    WordStream(String text) {
        this.text = text;
        this.words = new CodeWords(text);
    }

    @Override
    public void reset() {
        words = new CodeWords(text);
    }

    @Override
    public boolean incrementToken() {
        clearAttributes();
        if (!words.next(word)) return false;
        term.setEmpty().append(word);
        return true;
    }
}
