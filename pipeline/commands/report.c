#include "pipeline/commands/report.h"

#include <inttypes.h>
#include <string.h>

/* "1:05:09", "5:09" */
void ws_report_duration(FILE *to, double seconds)
{
    unsigned long s = (unsigned long)(seconds + 0.5);
    if (s >= 3600)
        fprintf(to, "%lu:%02lu:%02lu", s / 3600, s / 60 % 60, s % 60);
    else
        fprintf(to, "%lu:%02lu", s / 60, s % 60);
}

/* The first column: a number with its digits in groups of three. */
void ws_report_count(FILE *to, const char *name, uint64_t value)
{
    char plain[24], grouped[32];
    snprintf(plain, sizeof plain, "%" PRIu64, value);
    size_t n = strlen(plain), k = 0;
    for (size_t i = 0; i < n; i++) {
        if (i && (n - i) % 3 == 0)
            grouped[k++] = ',';
        grouped[k++] = plain[i];
    }
    grouped[k] = '\0';
    fprintf(to, "  %-9s %12s", name, grouped);
}

const char *ws_in_bytes(uint64_t bytes, char text[WS_IN_BYTES_SIZE])
{
    if (bytes < 10000)
        snprintf(text, WS_IN_BYTES_SIZE, "%" PRIu64 " B", bytes);
    else if (bytes < 1000 * 1000)
        snprintf(text, WS_IN_BYTES_SIZE, "%.1f kB", (double)bytes / 1e3);
    else if (bytes < UINT64_C(10000) * 1000 * 1000)
        snprintf(text, WS_IN_BYTES_SIZE, "%.1f MB", (double)bytes / 1e6);
    else if (bytes < UINT64_C(10000) * 1000 * 1000 * 1000)
        snprintf(text, WS_IN_BYTES_SIZE, "%.2f GB", (double)bytes / 1e9);
    else
        snprintf(text, WS_IN_BYTES_SIZE, "%.2f TB", (double)bytes / 1e12);
    return text;
}

void ws_report_bytes(FILE *to, const char *name, uint64_t bytes)
{
    char text[WS_IN_BYTES_SIZE];
    fprintf(to, "  %-9s %12s", name, ws_in_bytes(bytes, text));
}

static void print_skipped(FILE *to, const struct ws_counts *c, uint64_t records)
{
    const char *comma = "  ";
    ws_report_count(to, "skipped", records - c->outcomes[WS_OUT_ARTICLE]);
    for (int i = 0; i < WS_OUT_COUNT; i++)
        if (i != WS_OUT_ARTICLE && c->outcomes[i]) {
            fprintf(to, "%s%s %" PRIu64, comma, ws_outcome_name((enum ws_outcome)i),
                    c->outcomes[i]);
            comma = ", ";
        }
    fputc('\n', to);
}

/* What the corpus options left of the articles, reason by reason, in the order in which they
 * are asked. */
static void print_funnel(FILE *to, const struct ws_counts *c)
{
    uint64_t left = c->outcomes[WS_OUT_ARTICLE];
    for (int i = WS_REJECT_NONE + 1; i < WS_REJECT_COUNT; i++)
        left += c->rejects[i];
    if (left == c->outcomes[WS_OUT_ARTICLE])
        return;
    ws_report_count(to, "rejected", left - c->outcomes[WS_OUT_ARTICLE]);
    fprintf(to, "  of %" PRIu64 ":\n", left);
    for (int i = WS_REJECT_NONE + 1; i < WS_REJECT_COUNT; i++) {
        if (!c->rejects[i])
            continue;
        left -= c->rejects[i];
        fprintf(to, "%26" PRIu64 "  %-30s %12" PRIu64 " left\n", c->rejects[i],
                ws_reject_name((enum ws_reject)i), left);
    }
}

static void print_pii(FILE *to, const struct ws_counts *c)
{
    const char *comma = "  ";
    uint64_t all = 0;
    for (int i = 0; i < WS_PII_COUNT; i++)
        all += c->pii[i];
    if (!all)
        return;
    ws_report_count(to, "masked", all);
    for (int i = 0; i < WS_PII_COUNT; i++)
        if (c->pii[i]) {
            fprintf(to, "%s%s %" PRIu64, comma, ws_pii_kind_name((enum ws_pii_kind)i), c->pii[i]);
            comma = ", ";
        }
    fputc('\n', to);
}

static void print_damage(FILE *to, const struct ws_counts *c)
{
    if (!c->damage)
        return;
    ws_report_count(to, "damage", c->damage);
    fprintf(to, "  %s, %" PRIu64 " bytes jumped\n", c->damage == 1 ? "place" : "places",
            c->damage_bytes);
}

static void print_digests(FILE *to, const struct ws_counts *c)
{
    uint64_t sum[WS_DIGEST_VERDICT_COUNT], all = 0;
    for (int i = 0; i < WS_DIGEST_VERDICT_COUNT; i++) {
        sum[i] = c->block_digests[i] + c->payload_digests[i];
        all += i == WS_DIGEST_ABSENT ? 0 : sum[i];
    }
    if (all + sum[WS_DIGEST_ABSENT] == 0)
        return;
    ws_report_count(to, "digests", all);
    for (int i = 0; i < WS_DIGEST_VERDICT_COUNT; i++)
        fprintf(to, "%s%s %" PRIu64, i ? ", " : "  ",
                ws_digest_verdict_name((enum ws_digest_verdict)i), sum[i]);
    fputc('\n', to);
}

static void print_listed(FILE *to, const struct ws_sift_summary *sum)
{
    if (!sum->listed)
        return;
    ws_report_count(to, "listed", sum->listed);
    if (sum->listed_elsewhere)
        fprintf(to, "  %" PRIu64 " in files that are no inputs", sum->listed_elsewhere);
    fputc('\n', to);
}

static void print_hosts(FILE *to, const struct ws_host_counts *h)
{
    if (!h->pages)
        return;
    ws_report_count(to, "hosts", h->hosts);
    fprintf(to, "  repeat %" PRIu64 " blocks, as %" PRIu64 " pages in a first pass showed\n",
            h->blocks, h->pages);
}

void ws_report_totals(FILE *to, const struct ws_sift_summary *sum)
{
    const struct ws_counts *c = &sum->counts;
    uint64_t records = ws_counts_records(c), articles = c->outcomes[WS_OUT_ARTICLE];
    char text[WS_IN_BYTES_SIZE];
    ws_report_count(to, "records", records);
    fputc('\n', to);
    ws_report_count(to, "articles", articles);
    fputc('\n', to);
    print_skipped(to, c, records);
    print_funnel(to, c);
    print_pii(to, c);
    print_damage(to, c);
    print_digests(to, c);
    print_listed(to, sum);
    print_hosts(to, &sum->host_memory);
    ws_report_bytes(to, "read", sum->bytes_in);
    fputc('\n', to);
    ws_report_bytes(to, "written", sum->bytes_out);
    fputs(" ", to);
    if (sum->shards) /* none: to the standard output */
        fprintf(to, " %" PRIu64 " %s,", sum->shards, sum->shards == 1 ? "shard" : "shards");
    fprintf(to, " %s of JSON\n", ws_in_bytes(sum->bytes_out_plain, text));
}

void ws_report_print_json(struct ws_json *j, FILE *to)
{
    if (j->ok)
        fwrite(j->out->p, 1, j->out->n, to);
    else
        fputs("warcsift: out of memory\n", stderr);
    ws_buf_release(j->out);
}
