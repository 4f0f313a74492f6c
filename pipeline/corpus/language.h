/* language.h - what language a text is in.
 *
 * CLD2 looks at a sample: five pieces of 80 bytes, spread over the text from its beginning to its end. Where it
 * finds them unreliable, or to less than 98 % in one language, it is asked again about sixteen of 256 bytes. Of
 * 3,364 pages in 19 languages all but four come out as they do from the whole text, at less than a tenth of its cost: its
 * tables are large, and every byte more takes the place of what the rest of the program has in the caches. Of 60 bytes
 * five times as many texts in two languages pass for one (15 of 154, 6 of 80 bytes, 5 of 100). It is
 * told what the page declares (its own metadata and HTTP Content-Language) and the last label of the host, as
 * Common Crawl does; "zh" is not, since it would hide traditional Chinese. The score is the share of the sample
 * that is in the language; "und", 0.0, is what CLD2 calls unreliable.
 *
 * A model of fastText is asked about all of the text, line feeds made blanks, as datatrove does. The score is the
 * probability it gives; "und" is a text without any word.
 *
 * Threads: a detector is read by all; one scratch buffer per thread. */
#ifndef WARCSIFT_LANGUAGE_H
#define WARCSIFT_LANGUAGE_H

#include "pipeline/corpus/language_code.h"
#include "warc/buf.h"
#include "warcsift/corpus.h"

struct ws_language_detector;

/* o: borrowed. NULL: msg (of n_msg bytes) says what is wrong: a model cannot be read, or this build has not got what it
 * takes. */
struct ws_language_detector *ws_language_detector_new(const struct ws_language_options *o, char *msg, size_t n_msg);
void ws_language_detector_free(struct ws_language_detector *d);

/* What it is and with what, for the text of the options: "cld2/V2.0-20140204", "fasttext/sha256:...", "declared". */
const char *ws_language_detector_name(const struct ws_language_detector *d);
/* false: the language is what the page declares, and nothing is detected. */
bool ws_language_detector_is_on(const struct ws_language_detector *d);

/* A text and what is known beside it; {NULL, 0} where nothing is. */
struct ws_language_subject {
    struct ws_slice text;
    struct ws_slice declared; /* by the page: primary subtag, lower case */
    struct ws_slice http;     /* Content-Language */
    struct ws_slice url;
};

struct ws_language {
    struct ws_language_code name;
    double score; /* 0 to 1; 0.0 of "und" and of what is only declared */
};

/* scratch: filled anew. false: no memory. */
WS_MUST_USE bool ws_language_find(const struct ws_language_detector *d, struct ws_buf *scratch,
                                  const struct ws_language_subject *s, struct ws_language *l);

/* The pieces of text that CLD2 is shown, each followed by a line feed; the whole text when they would be most of it.
 * Pieces begin and end between words, or between characters where there are no blanks. false: no memory. */
WS_MUST_USE bool ws_language_sample(struct ws_slice text, size_t pieces, size_t bytes, struct ws_buf *sample);

#endif
