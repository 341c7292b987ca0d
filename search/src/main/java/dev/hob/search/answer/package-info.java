/// Answers in sentences, out of passages that were found, by a chat model that somebody serves.
@NullMarked
package dev.hob.search.answer;

import org.jspecify.annotations.NullMarked;
