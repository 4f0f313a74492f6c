/* document.h - an article on its way through the corpus stage: what its parts look at, and what
 * they leave. Threads: one at a time. */
#ifndef WARCSIFT_DOCUMENT_H
#define WARCSIFT_DOCUMENT_H

#include "warc/buf.h"
#include "warcsift/archive.h"
#include "warcsift/article.h"
#include "warcsift/corpus.h"

/* Why a document is no part of the corpus. */
struct ws_verdict {
    enum ws_reject reason; /* WS_REJECT_NONE: it is one */
    const char *metric;    /* what was measured, a static string; NULL: nothing */
    double value, threshold;
};

struct ws_document {
    const struct ws_record *record; /* id, target_uri ... */
    const struct ws_http *http;     /* header of the response; NULL: there is none */
    struct ws_article *article; /* parts may put other text (and language ...) in place of its
                                 * own; the bytes live until the next document */
    struct ws_slice plain;      /* the text as it is judged: article->text, but for Markdown */
    struct ws_buf
        *members; /* JSON for the line of the record, each member with a comma in front:
                   * ,"key":value */
    bool markdown;              /* so is article->text */
    uint32_t pii[WS_PII_COUNT]; /* how much was masked */
    struct ws_verdict verdict;
};

/* Appends the verdict as members of a record: reject_reason, reject_metric ("" without), reject_value and
 * reject_threshold. false: no memory. */
WS_MUST_USE bool ws_verdict_append(const struct ws_verdict *v, struct ws_buf *members);
/* Whether the line of a reject is written: rejects_rate of them, the same ones in every run. */
bool ws_reject_is_sampled(const struct ws_corpus_options *o, struct ws_slice url);

/* Says no. metric: may be NULL. Returns WS_SKIP. */
static inline enum ws_status ws_document_reject(struct ws_document *d, enum ws_reject reason,
                                                const char *metric, double value,
                                                double threshold)
{
    d->verdict = (struct ws_verdict){reason, metric, value, threshold};
    return WS_SKIP;
}

#endif
