#include "pipeline/corpus/tell.h"
#include "pipeline/corpus/optout.h"
#include "pipeline/output/json.h"

#include <string.h>

/* The score of what is only declared is none. */
static enum ws_status judge_language(const struct ws_language_options *o, const struct ws_language *l,
                                     bool detected, struct ws_document *d)
{
    if (o->languages && !ws_language_listed(&l->name, o->languages))
        return ws_document_reject(d, WS_REJECT_LANGUAGE, NULL, 0, 0);
    if (detected && o->min_score >= 0 && !(l->score > o->min_score))
        return ws_document_reject(d, WS_REJECT_LANGUAGE_SCORE, "language_score", l->score,
                                  o->min_score);
    return WS_OK;
}

static bool put_language(struct ws_document *d, const struct ws_language *l)
{
    struct ws_json json = {.out = d->members, .ok = true};
    ws_json_put_string(&json, ",\"language_script\":", ws_slice_of(l->name.script));
    ws_json_put_string(&json, ",\"language_iso3\":", ws_slice_of(l->name.iso3));
    ws_json_put_string(&json, ",\"language_declared\":", d->article->language);
    return json.ok;
}

enum ws_status ws_tell_language(const struct ws_language_detector *detector,
                                const struct ws_language_options *o, struct ws_buf *scratch,
                                struct ws_language *l, struct ws_document *d)
{
    const bool detected = ws_language_detector_is_on(detector);
    struct ws_language_subject subject = {
        .text = d->plain, .declared = d->article->language, .url = d->record->target_uri};
    if (d->http)
        subject.http = ws_field_get(d->http->fields, d->http->n_fields, "Content-Language");
    if (!ws_language_find(detector, scratch, &subject, l) || !put_language(d, l))
        return WS_FATAL;
    if (detected) {
        d->article->language = ws_slice_of(l->name.code);
        d->article->language_score = l->score;
    }
    return judge_language(o, l, detected, d);
}

/* --- opt-out ---------------------------------------------------------------------------- */

/* A paywall has a key of its own. */
static void put_optout(struct ws_json *json, uint32_t set)
{
    struct ws_slice names[WS_OPTOUT_COUNT];
    size_t n = 0;
    for (unsigned k = 0; k < WS_OPTOUT_COUNT; k++)
        if (set & WS_OPTOUT_BIT(k) & ~WS_OPTOUT_BIT(WS_OPTOUT_PAYWALL))
            names[n++] = ws_slice_of(ws_optout_name(k));
    ws_json_raw(json, ",\"opt_out\":");
    ws_json_joined(json, names, n);
}

enum ws_status ws_tell_optout(uint32_t respect, struct ws_document *d)
{
    static const enum ws_reject REASONS[WS_OPTOUT_COUNT] = {
        [WS_OPTOUT_NOAI] = WS_REJECT_OPTOUT_NOAI,
        [WS_OPTOUT_NOIMAGEAI] = WS_REJECT_OPTOUT_NOIMAGEAI,
        [WS_OPTOUT_TDM] = WS_REJECT_OPTOUT_TDM,
        [WS_OPTOUT_NOINDEX] = WS_REJECT_OPTOUT_NOINDEX,
        [WS_OPTOUT_NOARCHIVE] = WS_REJECT_OPTOUT_NOARCHIVE,
        [WS_OPTOUT_NOSNIPPET] = WS_REJECT_OPTOUT_NOSNIPPET,
        [WS_OPTOUT_PAYWALL] = WS_REJECT_OPTOUT_PAYWALL};
    struct ws_optout_signals s;
    struct ws_json json = {.out = d->members, .ok = true};
    ws_optout_read(d->article, d->http, &s);
    put_optout(&json, s.set);
    ws_json_put_string(&json, ",\"tdm_policy\":", s.tdm_policy);
    ws_json_put_string(&json, ",\"accessible_for_free\":", ws_slice_of(s.free));
    ws_json_put_string(&json, ",\"license_mark\":", ws_slice_of(s.license_mark));
    if (!json.ok)
        return WS_FATAL;
    for (unsigned k = 0; k < WS_OPTOUT_COUNT; k++)
        if (s.set & respect & WS_OPTOUT_BIT(k))
            return ws_document_reject(d, REASONS[k], NULL, 0, 0);
    return WS_OK;
}
