/* The way of an article through the corpus stage, from top to bottom: ws_corpus_judge(). */
#include "pipeline/corpus/corpus.h"
#include "pipeline/corpus/minhash.h"
#include "pipeline/corpus/pii.h"
#include "pipeline/corpus/tell.h"
#include "pipeline/corpus/tell_quality.h"
#include "pipeline/corpus/url_list_files.h"
#include "pipeline/output/json.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_MAX ((size_t)1 << 20)

void ws_corpus_options_init(struct ws_corpus_options *o)
{
    *o = (struct ws_corpus_options){
        .lists.soft_least = 2, .language.min_score = -1, .rejects_rate = 1};
    ws_quality_options_init(&o->quality);
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

static bool put(struct ws_buf *text, const char *name, const char *value)
{
    return ws_buf_append(text, " ", 1) && ws_buf_append(text, name, strlen(name)) &&
           ws_buf_append(text, "=", 1) && ws_buf_append(text, value, strlen(value));
}

static bool put_real(struct ws_buf *text, const char *name, double value)
{
    char number[40];
    snprintf(number, sizeof number, "%.17g", value);
    return put(text, name, number);
}

static bool put_minhash(struct ws_buf *text, const char *name)
{
    char value[100];
    struct ws_minhash_options o;
    ws_minhash_options_init(&o);
    snprintf(value, sizeof value, "%ux%u %s", o.bands, o.rows, ws_words_ways(o.words));
    return put(text, name, value);
}

static bool put_options(struct ws_corpus *c)
{
    const struct ws_corpus_options *o = c->options;
    char optout[20];
    snprintf(optout, sizeof optout, "%#" PRIx32, o->respect_optout);
    return put(&c->text, "lid", ws_language_detector_name(c->language)) &&
           (!o->language.languages || put(&c->text, "lang", o->language.languages)) &&
           (o->language.min_score < 0 ||
            put_real(&c->text, "lang_score", o->language.min_score)) &&
           (!o->respect_optout || put(&c->text, "respect_optout", optout)) &&
           ws_quality_text(&c->quality, &c->text) &&
           (!o->mask_pii || put(&c->text, "pii", "mask")) &&
           (!o->url_dedup || put(&c->text, "dedup", "url")) &&
           (o->dedup == WS_DEDUP_NONE ||
            put(&c->text, "dedup", o->dedup == WS_DEDUP_NEAR ? "near" : "exact")) &&
           (o->dedup != WS_DEDUP_NEAR || put_minhash(&c->text, "near")) &&
           (!o->minhash || put_minhash(&c->text, "minhash")) &&
           (!o->rejects || put_real(&c->text, "rejects", o->rejects_rate)) &&
           ws_buf_append(&c->text, "", 1);
}

bool ws_corpus_init(struct ws_corpus *c, const struct ws_corpus_options *o, char *msg,
                    size_t n_msg)
{
    *c = (struct ws_corpus){.options = o};
    ws_buf_init(&c->text, TEXT_MAX);
    ws_url_lists_init(&c->lists);
    c->language = ws_language_detector_new(&o->language, msg, n_msg);
    if (!c->language || !ws_url_list_files_read(&o->lists, &c->lists, &c->text, msg, n_msg) ||
        !ws_quality_rules_init(&c->quality, &o->quality, msg, n_msg))
        return false;
    if (!put_options(c)) {
        snprintf(msg, n_msg, "out of memory");
        return false;
    }
    return true;
}

void ws_corpus_release(struct ws_corpus *c)
{
    ws_language_detector_free(c->language);
    ws_url_lists_release(&c->lists);
    ws_quality_rules_release(&c->quality);
    ws_buf_release(&c->text);
}

bool ws_corpus_is_on(const struct ws_corpus *c)
{
    return ws_language_detector_is_on(c->language) || ws_quality_is_on(&c->quality);
}

/* --- one thread ------------------------------------------------------------------------------
 */

struct ws_corpus_judge {
    const struct ws_corpus *corpus;
    struct ws_buf scratch; /* what the language is told from */
    struct ws_language language;
    struct ws_quality *quality; /* NULL: not asked for */
    struct ws_pii *pii; /* NULL: nothing is masked */
};

struct ws_corpus_judge *ws_corpus_judge_new(const struct ws_corpus *c)
{
    struct ws_corpus_judge *j = calloc(1, sizeof *j);
    if (!j)
        return NULL;
    j->corpus = c;
    ws_buf_init(&j->scratch, SIZE_MAX);
    if ((ws_quality_is_on(&c->quality) && !(j->quality = ws_quality_new(&c->quality))) ||
        (c->options->mask_pii && !(j->pii = ws_pii_new()))) {
        ws_corpus_judge_free(j);
        return NULL;
    }
    return j;
}

void ws_corpus_judge_free(struct ws_corpus_judge *j)
{
    if (!j)
        return;
    ws_buf_release(&j->scratch);
    ws_quality_free(j->quality);
    ws_pii_free(j->pii);
    free(j);
}

struct ws_verdict ws_corpus_judge_url(struct ws_corpus_judge *j, struct ws_slice url)
{
    static const enum ws_reject REASONS[] = {
        [WS_URL_NO_HIT] = WS_REJECT_NONE,         [WS_URL_DOMAIN] = WS_REJECT_DOMAIN,
        [WS_URL_SUBDOMAIN] = WS_REJECT_SUBDOMAIN, [WS_URL_ADDRESS] = WS_REJECT_URL,
        [WS_URL_WORD] = WS_REJECT_HARD_WORD,      [WS_URL_SOFT_WORDS] = WS_REJECT_SOFT_WORDS,
        [WS_URL_SUBSTRING] = WS_REJECT_SUBWORD,
    };
    if (ws_url_lists_are_empty(&j->corpus->lists))
        return (struct ws_verdict){.reason = WS_REJECT_NONE};
    return (struct ws_verdict){.reason = REASONS[ws_url_lists_judge(&j->corpus->lists, url)]};
}

/* --- privacy: last, of what is written and of what goes to the rejects
 * ------------------------- */

static bool put_pii(struct ws_document *d)
{
    struct ws_json j = {.out = d->members, .ok = true};
    ws_json_raw(&j, ",\"pii\":{\"");
    for (int i = 0; i < WS_PII_COUNT; i++) {
        ws_json_raw(&j, i ? ",\"" : "");
        ws_json_raw(&j, ws_pii_kind_name((enum ws_pii_kind)i));
        ws_json_put_uint(&j, "\":", d->pii[i]);
    }
    ws_json_raw(&j, "}");
    return j.ok;
}

/* false: no memory. */
static bool mask(struct ws_corpus_judge *j, struct ws_document *d)
{
    struct ws_pii_counts counts = {0};
    if (!ws_pii_mask_article(j->pii, d->article, d->markdown, &counts))
        return false;
    memcpy(d->pii, counts.n, sizeof d->pii);
    return put_pii(d);
}

enum ws_status ws_corpus_judge(struct ws_corpus_judge *j, struct ws_document *d)
{
    const struct ws_corpus *c = j->corpus;
    enum ws_status st =
        ws_tell_language(c->language, &c->options->language, &j->scratch, &j->language, d);
    if (st == WS_OK)
        st = ws_tell_optout(c->options->respect_optout, d);
    if (st == WS_OK && j->quality)
        st = ws_tell_quality(j->quality, d);
    bool is_written = st == WS_OK || c->options->rejects;
    return j->pii && is_written && !mask(j, d) ? WS_FATAL : st;
}
