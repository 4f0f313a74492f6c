/* The way of an article through the corpus stage, from top to bottom: ws_corpus_judge(). */
#include "pipeline/corpus/corpus.h"
#include "pipeline/corpus/language.h"
#include "pipeline/corpus/optout.h"
#include "pipeline/output/json.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_MAX ((size_t)1 << 20)

void ws_corpus_options_init(struct ws_corpus_options *o)
{
    *o = (struct ws_corpus_options){.rejects_rate = 1, .language.min_score = -1};
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
           (!o->rejects || put_real(&c->text, "rejects", o->rejects_rate)) &&
           ws_buf_append(&c->text, "", 1);
}

bool ws_corpus_init(struct ws_corpus *c, const struct ws_corpus_options *o, char *msg,
                    size_t n_msg)
{
    *c = (struct ws_corpus){.options = o};
    ws_buf_init(&c->text, TEXT_MAX);
    c->language = ws_language_detector_new(&o->language, msg, n_msg);
    if (!c->language)
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
    ws_buf_release(&c->text);
}

bool ws_corpus_is_on(const struct ws_corpus *c)
{
    return ws_language_detector_is_on(c->language);
}

/* --- one thread ------------------------------------------------------------------------------
 */

struct ws_corpus_judge {
    const struct ws_corpus *corpus;
    struct ws_buf scratch; /* what the language is told from */
    struct ws_language language;
};

struct ws_corpus_judge *ws_corpus_judge_new(const struct ws_corpus *c)
{
    struct ws_corpus_judge *j = calloc(1, sizeof *j);
    if (!j)
        return NULL;
    j->corpus = c;
    ws_buf_init(&j->scratch, SIZE_MAX);
    return j;
}

void ws_corpus_judge_free(struct ws_corpus_judge *j)
{
    if (j)
        ws_buf_release(&j->scratch);
    free(j);
}

struct ws_verdict ws_corpus_judge_url(struct ws_corpus_judge *j, struct ws_slice url)
{
    (void)j;
    (void)url;
    return (struct ws_verdict){.reason = WS_REJECT_NONE};
}

/* --- its parts ------------------------------------------------------------------------------- */

static struct ws_slice to_slice(const char *s)
{
    return (struct ws_slice){(const uint8_t *)s, strlen(s)};
}

static void put_member(struct ws_json *json, const char *key, struct ws_slice value)
{
    ws_json_raw(json, key);
    ws_json_string(json, value);
}

static bool is_wanted(const struct ws_language_options *o, const struct ws_language *l, bool detected,
                      struct ws_document *d)
{
    if (o->languages && !ws_language_listed(&l->name, o->languages))
        return ws_document_reject(d, WS_REJECT_LANGUAGE, NULL, 0, 0) == WS_OK;
    if (detected && o->min_score >= 0 && !(l->score > o->min_score))
        return ws_document_reject(d, WS_REJECT_LANGUAGE_SCORE, "language_score", l->score, o->min_score) == WS_OK;
    return true;
}

/* The keys of a language stand in every record, whatever it comes from. */
static bool put_language(struct ws_document *d, const struct ws_language *l)
{
    struct ws_json json = {.out = d->members, .ok = true};
    put_member(&json, ",\"language_script\":", to_slice(l->name.script));
    put_member(&json, ",\"language_iso3\":", to_slice(l->name.iso3));
    put_member(&json, ",\"language_declared\":", d->article->language);
    return json.ok;
}

/* What the page declares gives way to what is found, and is told beside it. */
static enum ws_status judge_language(struct ws_corpus_judge *j, struct ws_document *d)
{
    const struct ws_language_detector *detector = j->corpus->language;
    const bool detected = ws_language_detector_is_on(detector);
    struct ws_language *l = &j->language;
    const struct ws_language_subject subject = {
        .text = d->plain,
        .declared = d->article->language,
        .http = d->http ? ws_field_get(d->http->fields, d->http->n_fields, "Content-Language")
                        : (struct ws_slice){NULL, 0},
        .url = d->record->target_uri,
    };
    if (!ws_language_find(detector, &j->scratch, &subject, l) || !put_language(d, l))
        return WS_FATAL;
    if (detected) {
        d->article->language = to_slice(l->name.code);
        d->article->language_score = l->score;
    }
    return is_wanted(&j->corpus->options->language, l, detected, d) ? WS_OK : WS_SKIP;
}

static void put_optout(struct ws_json *json, uint32_t set)
{
    bool first = true;
    ws_json_raw(json, ",\"opt_out\":\"");
    for (unsigned k = 0; k < WS_OPTOUT_PAYWALL; k++) {
        if (!(set & WS_OPTOUT_BIT(k)))
            continue;
        ws_json_raw(json, first ? "" : ", ");
        ws_json_raw(json, ws_optout_name(k));
        first = false;
    }
    ws_json_raw(json, "\"");
}

static enum ws_status judge_optout(struct ws_corpus_judge *j, struct ws_document *d)
{
    struct ws_optout_signals s;
    struct ws_json json = {.out = d->members, .ok = true};
    ws_optout_read(d->article, d->http, &s);
    put_optout(&json, s.set);
    put_member(&json, ",\"tdm_policy\":", s.tdm_policy);
    put_member(&json, ",\"accessible_for_free\":", to_slice(s.free));
    put_member(&json, ",\"license_mark\":", to_slice(s.license_mark));
    if (!json.ok)
        return WS_FATAL;
    for (unsigned k = 0; k < WS_OPTOUT_COUNT; k++)
        if (s.set & j->corpus->options->respect_optout & WS_OPTOUT_BIT(k))
            return ws_document_reject(d, WS_REJECT_OPTOUT_NOAI + k, NULL, 0, 0);
    return WS_OK;
}

enum ws_status ws_corpus_judge(struct ws_corpus_judge *j, struct ws_document *d)
{
    static enum ws_status (*const PARTS[])(struct ws_corpus_judge *, struct ws_document *) = {judge_language,
                                                                                              judge_optout};
    enum ws_status st = WS_OK;
    for (size_t i = 0; i < sizeof PARTS / sizeof *PARTS && st == WS_OK; i++)
        st = PARTS[i](j, d);
    return st;
}
