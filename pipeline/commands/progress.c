#include "pipeline/commands/progress.h"
#include "pipeline/commands/report.h"

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
        ws_report_duration(r->to, (double)(p->bytes_total - p->bytes_in) / rate);
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
    return (struct ws_sift_observer){.ctx = r,
                                     .error = on_error,
                                     .note = on_note,
                                     .damage = on_damage,
                                     .progress = on_progress};
}

/* --- summary -------------------------------------------------------------------------- */

/* Most memory the process ever had, in MB; 0: not known. */
static double peak_memory(void)
{
    struct rusage u;
    return getrusage(RUSAGE_SELF, &u) == 0 ? (double)u.ru_maxrss * 1024 / 1e6
                                           : 0; /* Linux counts in KiB */
}

static void print_other_inputs(FILE *to, const struct ws_sift_summary *sum)
{
    fprintf(to, "  of %zu", sum->inputs);
    if (sum->inputs_skipped)
        fprintf(to, "; %zu skipped, done before", sum->inputs_skipped);
    if (sum->inputs_failed || !sum->inputs_skipped)
        fprintf(to, "; %zu failed", sum->inputs_failed);
}

void ws_reporter_summary(struct ws_reporter *r, const struct ws_sift_summary *sum,
                         enum ws_sift_result result)
{
    const struct ws_counts *c = &sum->counts;
    uint64_t articles = c->outcomes[WS_OUT_ARTICLE];
    double seconds = now() - r->started;
    FILE *to = r->to;
    clear_line(r);
    if (r->quiet)
        return;
    if (result == WS_SIFT_INTERRUPTED)
        fprintf(to,
                "warcsift: interrupted, run it again to go on; what follows is of the inputs that were "
                "finished\n");
    ws_report_count(to, "inputs", sum->inputs_done);
    if (sum->inputs_done < sum->inputs)
        print_other_inputs(to, sum);
    fputc('\n', to);
    ws_report_totals(to, sum);
    fprintf(to, "  %-9s %10.1f s  ", "time", seconds);
    fprintf(to, "%.1f MB/s, %.0f articles/s, %u %s, %.0f MB of memory\n",
            (double)sum->bytes_in / 1e6 / seconds, (double)articles / seconds, sum->threads,
            sum->threads == 1 ? "thread" : "threads", peak_memory());
}
