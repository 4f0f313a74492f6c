/* corpus.h - the corpus stage: between an article and its line. See include/warcsift/corpus.h.
 *
 * Threads: a corpus (lists, models) is read by all; one judge per thread. */
#ifndef WARCSIFT_CORPUS_STAGE_H
#define WARCSIFT_CORPUS_STAGE_H

#include "pipeline/corpus/document.h"
#include "pipeline/corpus/quality.h"
#include "pipeline/corpus/url_lists.h"
#include "warcsift/sift.h"

struct ws_language_detector;

struct ws_corpus {
    const struct ws_corpus_options *options;
    struct ws_language_detector *language;
    struct ws_url_lists lists;
    struct ws_quality_rules quality;
    struct ws_buf text; /* the options that are used, " NAME=..." each, for the options text;
                           ends in NUL */
};

/* o: borrowed as long as c is used. Reads the lists and models that it names. false: msg says
 * what is wrong. Either way release c. */
WS_MUST_USE bool ws_corpus_init(struct ws_corpus *c, const struct ws_corpus_options *o,
                                char *msg, size_t n_msg);
void ws_corpus_release(struct ws_corpus *c);

/* Does any part look at text? */
bool ws_corpus_is_on(const struct ws_corpus *c);

struct ws_corpus_judge;
struct ws_corpus_judge *ws_corpus_judge_new(const struct ws_corpus *c); /* NULL: no memory */
void ws_corpus_judge_free(struct ws_corpus_judge *j);

/* Before the body is decoded: by the address alone. */
struct ws_verdict ws_corpus_judge_url(struct ws_corpus_judge *j, struct ws_slice url);

/* WS_OK: it is written, as d->article and d->members are now; WS_SKIP: it is not, see
 * d->verdict; WS_FATAL: no memory. */
WS_MUST_USE enum ws_status ws_corpus_judge(struct ws_corpus_judge *j, struct ws_document *d);

/* What a reason is counted under. */
enum ws_outcome ws_reject_outcome(enum ws_reject r);

#endif
