/* The way of an article through the corpus stage, from top to bottom: ws_corpus_judge(). */
#include "pipeline/corpus/corpus.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_MAX ((size_t)1 << 20)

void ws_corpus_options_init(struct ws_corpus_options *o)
{
    *o = (struct ws_corpus_options){.rejects_rate = 1};
}

const char *ws_reject_name(enum ws_reject r)
{
    static const char *const NAMES[WS_REJECT_COUNT] = {[WS_REJECT_NONE] = "",
#define X(name, text, outcome) [WS_REJECT_##name] = text,
                                                       WS_REJECTS(X)
#undef X
    };
    return (unsigned)r < WS_REJECT_COUNT ? NAMES[r] : "unknown";
}

enum ws_outcome ws_reject_outcome(enum ws_reject r)
{
    static const enum ws_outcome OUTCOMES[WS_REJECT_COUNT] = {[WS_REJECT_NONE] = WS_OUT_ARTICLE,
#define X(name, text, outcome) [WS_REJECT_##name] = outcome,
                                                              WS_REJECTS(X)
#undef X
    };
    return OUTCOMES[r];
}

/* --- what all threads share -----------------------------------------------------------------
 */

static bool put_options(struct ws_corpus *c)
{
    char text[200] = "";
    if (c->options->rejects)
        snprintf(text, sizeof text, " rejects=%.17g", c->options->rejects_rate);
    return ws_buf_append(&c->text, text, strlen(text)) && ws_buf_append(&c->text, "", 1);
}

bool ws_corpus_init(struct ws_corpus *c, const struct ws_corpus_options *o, char *msg,
                    size_t n_msg)
{
    *c = (struct ws_corpus){.options = o};
    ws_buf_init(&c->text, TEXT_MAX);
    if (!put_options(c)) {
        snprintf(msg, n_msg, "out of memory");
        return false;
    }
    return true;
}

void ws_corpus_release(struct ws_corpus *c)
{
    ws_buf_release(&c->text);
}

bool ws_corpus_is_on(const struct ws_corpus *c)
{
    (void)c;
    return false;
}

/* --- one thread ------------------------------------------------------------------------------
 */

struct ws_corpus_judge {
    const struct ws_corpus *corpus;
};

struct ws_corpus_judge *ws_corpus_judge_new(const struct ws_corpus *c)
{
    struct ws_corpus_judge *j = calloc(1, sizeof *j);
    if (j)
        j->corpus = c;
    return j;
}

void ws_corpus_judge_free(struct ws_corpus_judge *j)
{
    free(j);
}

struct ws_verdict ws_corpus_judge_url(struct ws_corpus_judge *j, struct ws_slice url)
{
    (void)j;
    (void)url;
    return (struct ws_verdict){.reason = WS_REJECT_NONE};
}

enum ws_status ws_corpus_judge(struct ws_corpus_judge *j, struct ws_document *d)
{
    (void)j;
    (void)d;
    return WS_OK;
}
