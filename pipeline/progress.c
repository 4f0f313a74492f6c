#include "pipeline/progress.h"

#include <inttypes.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

/* Damage told of each input without -v. */
#define TOLD_DAMAGE 5
#define LIVE_EVERY  0.2 /* seconds */
#define PLAIN_EVERY 10.0

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void ws_reporter_init(struct ws_reporter *r, FILE *to, bool quiet, bool verbose)
{
    *r = (struct ws_reporter){.to = to, .quiet = quiet, .verbose = verbose, .started = now()};
    r->terminal = isatty(fileno(to)) != 0;
    r->shown_at = r->started;
}

static void clear_line(struct ws_reporter *r)
{
    if (r->line_shown)
        fputs("\r\033[K", r->to);
    r->line_shown = false;
}

static void on_error(void *ctx, const char *subject, const char *message)
{
    struct ws_reporter *r = ctx;
    clear_line(r);
    if (subject)
        fprintf(r->to, "warcsift: %s: %s\n", subject, message);
    else
        fprintf(r->to, "warcsift: %s\n", message);
}

static void on_note(void *ctx, const char *message)
{
    struct ws_reporter *r = ctx;
    if (!r->quiet)
        on_error(ctx, NULL, message);
}

static void on_damage(void *ctx, const char *input, const struct ws_error *e)
{
    struct ws_reporter *r = ctx;
    if (r->quiet)
        return;
    if (r->damaged != input)
        r->told = 0;
    r->damaged = input;
    if (r->told++ > TOLD_DAMAGE && !r->verbose)
        return;
    clear_line(r);
    if (r->told > TOLD_DAMAGE && !r->verbose)
        fprintf(r->to, "warcsift: %s: further damage is counted (-v shows it)\n", input);
    else if (e->bytes_lost)
        fprintf(r->to, "warcsift: %s: offset %" PRIu64 ": %s (%s, jumped %" PRIu64 " bytes)\n",
                input, e->offset, e->msg, ws_code_name(e->code), e->bytes_lost);
    else
        fprintf(r->to, "warcsift: %s: offset %" PRIu64 ": %s (%s)\n", input, e->offset, e->msg,
                ws_code_name(e->code));
}

/* "1:05:09", "5:09" */
static void print_duration(FILE *to, double seconds)
{
    unsigned long s = (unsigned long)(seconds + 0.5);
    if (s >= 3600)
        fprintf(to, "%lu:%02lu:%02lu", s / 3600, s / 60 % 60, s % 60);
    else
        fprintf(to, "%lu:%02lu", s / 60, s % 60);
}

static void print_progress(struct ws_reporter *r, const struct ws_sift_progress *p,
                           double elapsed)
{
    double rate = elapsed > 0 ? (double)p->bytes_in / elapsed : 0;
    fputs("warcsift: ", r->to);
    if (p->bytes_total)
        fprintf(r->to, "%3.0f %%, ", 100.0 * (double)p->bytes_in / (double)p->bytes_total);
    if (p->passes > 1)
        fprintf(r->to, "pass %u of %u, ", p->pass, p->passes);
    fprintf(r->to, "%.1f MB/s, %" PRIu64 " records, %" PRIu64 " articles", rate / 1e6,
            p->records, p->articles);
    if (p->bytes_total >= p->bytes_in && p->bytes_total && rate > 0) {
        fputs(", ", r->to);
        print_duration(r->to, (double)(p->bytes_total - p->bytes_in) / rate);
        fputs(" left", r->to);
    }
}

static void on_progress(void *ctx, const struct ws_sift_progress *p)
{
    struct ws_reporter *r = ctx;
    double t = now();
    if (r->quiet || t - r->shown_at < (r->terminal ? LIVE_EVERY : PLAIN_EVERY))
        return;
    r->shown_at = t;
    clear_line(r);
    print_progress(r, p, t - r->started);
    if (!r->terminal)
        fputc('\n', r->to);
    r->line_shown = r->terminal;
    fflush(r->to);
}

struct ws_sift_observer ws_reporter_observer(struct ws_reporter *r)
{
    return (struct ws_sift_observer){
        .ctx = r, .error = on_error, .note = on_note, .damage = on_damage, .progress = on_progress};
}

/* --- summary -------------------------------------------------------------------------- */

/* The first column: a number with its digits in groups of three. */
static void row_count(FILE *to, const char *name, uint64_t value)
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

static const char *in_bytes(uint64_t bytes, char text[32])
{
    if (bytes < 10000)
        snprintf(text, 32, "%" PRIu64 " B", bytes);
    else if (bytes < 1000 * 1000)
        snprintf(text, 32, "%.1f kB", (double)bytes / 1e3);
    else if (bytes < UINT64_C(10000) * 1000 * 1000)
        snprintf(text, 32, "%.1f MB", (double)bytes / 1e6);
    else
        snprintf(text, 32, "%.2f GB", (double)bytes / 1e9);
    return text;
}

static void row_bytes(FILE *to, const char *name, uint64_t bytes)
{
    char text[32];
    fprintf(to, "  %-9s %12s", name, in_bytes(bytes, text));
}

static void print_skipped(FILE *to, const struct ws_counts *c, uint64_t records)
{
    const char *comma = "  ";
    row_count(to, "skipped", records - c->outcomes[WS_OUT_ARTICLE]);
    for (int i = 0; i < WS_OUT_COUNT; i++)
        if (i != WS_OUT_ARTICLE && c->outcomes[i]) {
            fprintf(to, "%s%s %" PRIu64, comma, ws_outcome_name((enum ws_outcome)i),
                    c->outcomes[i]);
            comma = ", ";
        }
    fputc('\n', to);
}

static void print_damage(FILE *to, const struct ws_counts *c)
{
    if (!c->damage)
        return;
    row_count(to, "damage", c->damage);
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
    row_count(to, "digests", all);
    for (int i = 0; i < WS_DIGEST_VERDICT_COUNT; i++)
        fprintf(to, "%s%s %" PRIu64, i ? ", " : "  ",
                ws_digest_verdict_name((enum ws_digest_verdict)i), sum[i]);
    fputc('\n', to);
}

static void print_listed(FILE *to, const struct ws_sift_summary *sum)
{
    if (!sum->listed)
        return;
    row_count(to, "listed", sum->listed);
    if (sum->listed_elsewhere)
        fprintf(to, "  %" PRIu64 " in files that are no inputs", sum->listed_elsewhere);
    fputc('\n', to);
}

static void print_hosts(FILE *to, const struct ws_host_counts *h)
{
    if (!h->pages)
        return;
    row_count(to, "hosts", h->hosts);
    fprintf(to, "  repeat %" PRIu64 " blocks, as %" PRIu64 " pages in a first pass showed\n",
            h->blocks, h->pages);
}

/* Most memory the process ever had, in MB; 0: not known. */
static double peak_memory(void)
{
    struct rusage u;
    return getrusage(RUSAGE_SELF, &u) == 0 ? (double)u.ru_maxrss * 1024 / 1e6
                                           : 0; /* Linux counts in KiB */
}

void ws_reporter_summary(struct ws_reporter *r, const struct ws_sift_summary *sum,
                         enum ws_sift_result result)
{
    const struct ws_counts *c = &sum->counts;
    uint64_t records = ws_counts_records(c), articles = c->outcomes[WS_OUT_ARTICLE];
    double seconds = now() - r->started;
    FILE *to = r->to;
    char text[32];
    clear_line(r);
    if (r->quiet)
        return;
    if (result == WS_SIFT_INTERRUPTED)
        fprintf(to,
                "warcsift: interrupted; what follows is of the inputs that were finished\n");
    row_count(to, "inputs", sum->inputs_done);
    if (sum->inputs_done < sum->inputs)
        fprintf(to, "  of %zu; %zu failed", sum->inputs, sum->inputs_failed);
    fputc('\n', to);
    row_count(to, "records", records);
    fputc('\n', to);
    row_count(to, "articles", articles);
    fputc('\n', to);
    print_skipped(to, c, records);
    print_damage(to, c);
    print_digests(to, c);
    print_listed(to, sum);
    print_hosts(to, &sum->host_memory);
    row_bytes(to, "read", sum->bytes_in);
    fputc('\n', to);
    row_bytes(to, "written", sum->bytes_out);
    fputs(" ", to);
    if (sum->shards) /* none: to the standard output */
        fprintf(to, " %" PRIu64 " %s,", sum->shards, sum->shards == 1 ? "shard" : "shards");
    fprintf(to, " %s of JSON\n", in_bytes(sum->bytes_out_plain, text));
    fprintf(to, "  %-9s %10.1f s  ", "time", seconds);
    fprintf(to, "%.1f MB/s, %.0f articles/s, %u %s, %.0f MB of memory\n",
            (double)sum->bytes_in / 1e6 / seconds, (double)articles / seconds, sum->threads,
            sum->threads == 1 ? "thread" : "threads", peak_memory());
}
