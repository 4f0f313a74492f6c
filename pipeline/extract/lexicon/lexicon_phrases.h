/* lexicon_phrases.h - the phrases that lexicon.c looks for in text, by kind and language. */
#ifndef WARCSIFT_LEXICON_PHRASES_H
#define WARCSIFT_LEXICON_PHRASES_H

#include <stdbool.h>
#include <stddef.h>

/* A phrase matches where a word starts, in scripts without blanks anywhere, whatever the case. It need not end
 * where a word ends, so a stem stands for all its endings. A blank stands for one character that is no part of
 * a word, or for the end of the text; a star for a word or the rest of one. No star among the first four
 * characters. What hits the text of articles more often than what stands around them (measured on the
 * reference sets, a site counting once) does not belong here, but in the weak kinds at most. */
struct ws_phrases {
    size_t kind; /* offset of the counter in struct ws_cues */
    const char *const *v; /* ends with NULL */
};

#define WS_PHRASES_MAX 12288 /* of all kinds together; lexicon.c has no room for more */
extern const struct ws_phrases ws_phrases[];
extern const size_t ws_phrases_count;

/* Words, separated by blanks, by which a prompt speaks; "=" in front: in exactly this case. */
extern const char ws_words_you[], ws_words_we[];

/* ... and a report of others. */
extern const char ws_words_they[];

#endif
