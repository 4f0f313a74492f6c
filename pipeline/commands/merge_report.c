#include "pipeline/commands/merge_report.h"
#include "pipeline/commands/report.h"
#include "pipeline/output/json.h"

#include <inttypes.h>
#include <string.h>

#define TOLD_FLAWS 10 /* of each kind, to people */
#define MAX_BYTES  ((size_t)1 << 30)

static const char *const KINDS[WS_FLAW_COUNT] = {[WS_FLAW_MISSING] = "missing",
                                                 [WS_FLAW_FAILED] = "failed",
                                                 [WS_FLAW_DIFFERS] = "differs",
                                                 [WS_FLAW_STRAY] = "stray"};

/* Of the wanted inputs those that are there; of all, where none are wanted. */
static size_t inputs_there(const struct ws_merge *m)
{
    return m->dir.n_wanted
               ? m->dir.n_wanted - m->counts[WS_FLAW_MISSING] - m->counts[WS_FLAW_FAILED]
               : m->sum.inputs_done;
}

/* --- for people ----------------------------------------------------------------------- */

static void print_inputs(const struct ws_merge *m, FILE *to)
{
    ws_report_count(to, "inputs", inputs_there(m));
    if (!m->dir.n_wanted)
        fputs("  and no list says how many there should be", to);
    else if (inputs_there(m) < m->dir.n_wanted)
        fprintf(to, "  of %zu; %zu missing, %zu failed", m->dir.n_wanted,
                m->counts[WS_FLAW_MISSING], m->counts[WS_FLAW_FAILED]);
    if (m->unlisted)
        fprintf(to, "; beside them %zu that no list has, counted below, too", m->unlisted);
    fputc('\n', to);
}

static void print_flaws(const struct ws_merge *m, FILE *to)
{
    size_t told[WS_FLAW_COUNT] = {0};
    for (size_t i = 0; i < m->n_flaws; i++) {
        const struct ws_flaw *f = &m->flaws[i];
        if (told[f->kind]++ < TOLD_FLAWS)
            fprintf(to, "%s: %s%s%s\n", KINDS[f->kind], f->subject, *f->detail ? ": " : "",
                    f->detail);
        else if (told[f->kind] == TOLD_FLAWS + 1)
            fprintf(to, "%s: %zu more (--json has all)\n", KINDS[f->kind],
                    m->counts[f->kind] - TOLD_FLAWS);
    }
}

void ws_merge_report(const struct ws_merge *m, FILE *to)
{
    print_inputs(m, to);
    ws_report_totals(to, &m->sum);
    if (m->maker)
        fprintf(to, "  %-9s %12s  options %s\n", "made by", m->maker->tool,
                m->maker->options_hash);
    print_flaws(m, to);
    if (m->n_flaws)
        fputs("not complete\n", to);
    else
        fprintf(to, "complete, and all shards are there with their %s\n",
                m->verified ? "SHA-256" : "sizes");
}

/* --- for programs --------------------------------------------------------------------- */

static void put_uint(struct ws_json *j, const char *key, uint64_t value)
{
    ws_json_raw(j, ", \"");
    ws_json_raw(j, key);
    ws_json_put_uint(j, "\": ", value);
}

static void put_text(struct ws_json *j, const char *key, const char *text)
{
    ws_json_raw(j, ", \"");
    ws_json_raw(j, key);
    ws_json_raw(j, "\": ");
    if (text)
        ws_json_cstr(j, text);
    else
        ws_json_raw(j, "null");
}

static void put_counts(struct ws_json *j, const struct ws_sift_summary *sum)
{
    const struct ws_counts *c = &sum->counts;
    put_uint(j, "records", ws_counts_records(c));
    put_uint(j, "articles", c->outcomes[WS_OUT_ARTICLE]);
    ws_json_put_uint(j, ", \"outcomes\": {\"article\": ", c->outcomes[WS_OUT_ARTICLE]);
    for (int i = 0; i < WS_OUT_COUNT; i++)
        if (i != WS_OUT_ARTICLE)
            put_uint(j, ws_outcome_name((enum ws_outcome)i), c->outcomes[i]);
    ws_json_raw(j, "}, \"rejects\": {");
    const char *comma = "";
    for (int i = 0; i < WS_REJECT_COUNT; i++) {
        if (!c->rejects[i])
            continue;
        ws_json_put_cstr(j, comma, ws_reject_name((enum ws_reject)i));
        ws_json_put_uint(j, ": ", c->rejects[i]);
        comma = ", ";
    }
    ws_json_raw(j, "}, \"pii\": {");
    for (int i = 0; i < WS_PII_COUNT; i++) {
        ws_json_put_cstr(j, i ? ", " : "", ws_pii_kind_name((enum ws_pii_kind)i));
        ws_json_put_uint(j, ": ", c->pii[i]);
    }
    ws_json_raw(j, "}");
    put_uint(j, "damage", c->damage);
    put_uint(j, "bytes_in", sum->bytes_in);
    put_uint(j, "shards", sum->shards);
    put_uint(j, "bytes_out", sum->bytes_out);
    put_uint(j, "plain_bytes_out", sum->bytes_out_plain);
}

static void put_flaws(struct ws_json *j, const struct ws_merge *m)
{
    ws_json_raw(j, ", \"flaws\": [");
    for (size_t i = 0; i < m->n_flaws; i++) {
        const struct ws_flaw *f = &m->flaws[i];
        ws_json_put_cstr(j, i ? ", {\"kind\": " : "{\"kind\": ", KINDS[f->kind]);
        put_text(j, "subject", f->subject);
        put_text(j, "detail", *f->detail ? f->detail : NULL);
        ws_json_raw(j, "}");
    }
    ws_json_raw(j, "]");
}

void ws_merge_report_json(const struct ws_merge *m, FILE *to)
{
    struct ws_buf out;
    struct ws_json j = {.out = &out, .ok = true};
    ws_buf_init(&out, MAX_BYTES);
    ws_json_raw(&j, m->n_flaws ? "{\"complete\": false" : "{\"complete\": true");
    ws_json_raw(&j, m->verified ? ", \"verified\": true" : ", \"verified\": false");
    put_text(&j, "tool", m->maker ? m->maker->tool : NULL);
    put_text(&j, "options_hash", m->maker ? m->maker->options_hash : NULL);
    ws_json_raw(&j, ", \"wanted\": ");
    if (m->dir.n_wanted)
        ws_json_uint(&j, m->dir.n_wanted);
    else
        ws_json_raw(&j, "null");
    put_uint(&j, "inputs", inputs_there(m));
    put_uint(&j, "unlisted", m->unlisted);
    for (int i = 0; i < WS_FLAW_COUNT; i++)
        put_uint(&j, KINDS[i], m->counts[i]);
    put_counts(&j, &m->sum);
    put_flaws(&j, m);
    ws_json_raw(&j, "}\n");
    ws_report_print_json(&j, to);
}
