#include "pipeline/commands/status_report.h"
#include "pipeline/commands/report.h"
#include "pipeline/output/json.h"

#include <inttypes.h>
#include <string.h>

#define TOLD_ATTEMPTS 20
#define TOLD_FAILURES 10
#define MAX_BYTES     ((size_t)1 << 30)

static double rate_of(const struct ws_running *r)
{
    return r->updated > r->started && r->bytes_done > r->bytes_begun
               ? (double)(r->bytes_done - r->bytes_begun) / (double)(r->updated - r->started)
               : 0;
}

static int64_t age_of(const struct ws_status_view *v, const struct ws_running *r)
{
    return v->now > r->updated ? v->now - r->updated : 0;
}

/* --- for people ----------------------------------------------------------------------- */

static void print_inputs(const struct ws_status_view *v, FILE *to)
{
    ws_report_count(to, "inputs", v->inputs);
    fprintf(to, "  %zu done, %zu running, %zu failed", v->done, v->running, v->failed);
    if (v->stopped)
        fprintf(to, ", %zu stopped on the way", v->stopped);
    if (v->dir.n_wanted)
        fprintf(to, ", %zu waiting\n", v->waiting);
    else
        fputs("; no list says how many there are\n", to);
}

static void print_totals(const struct ws_status_view *v, FILE *to)
{
    char text[WS_IN_BYTES_SIZE];
    ws_report_count(to, "articles", (uint64_t)v->articles);
    if (v->sampled < v->dir.stats.n)
        fprintf(to, "  about, by %zu of the stats files; and so below", v->sampled);
    fputc('\n', to);
    ws_report_bytes(to, "read", (uint64_t)v->bytes_in);
    if (v->bytes_all > v->bytes_in && v->dir.n_wanted)
        fprintf(to, "  of about %s", ws_in_bytes((uint64_t)v->bytes_all, text));
    fputc('\n', to);
    ws_report_bytes(to, "written", (uint64_t)v->bytes_out);
    fputc('\n', to);
    if (v->rate > 0)
        fprintf(to, "  %-9s %12.1f  MB/s", "rate", v->rate / 1e6);
    else
        fprintf(to, "  %-9s %12s", "rate", "not known");
    if (v->seconds_left > 0) {
        fputs(", ", to);
        ws_report_duration(to, v->seconds_left);
        fputs(" left", to);
    }
    fputc('\n', to);
}

static void print_attempt(const struct ws_status_view *v, const struct ws_running *r, FILE *to)
{
    char done[WS_IN_BYTES_SIZE], total[WS_IN_BYTES_SIZE];
    fprintf(to, "%s: %s, on %s, process %" PRIu64 ": %s", r->stale ? "stopped" : "running",
            r->name, r->host, r->pid, ws_in_bytes(r->bytes_done, done));
    if (r->bytes_total)
        fprintf(to, " of %s (%.0f %%)", ws_in_bytes(r->bytes_total, total),
                100.0 * (double)r->bytes_done / (double)r->bytes_total);
    fprintf(to, ", %.1f MB/s, checkpoint ", rate_of(r) / 1e6);
    ws_report_duration(to, (double)age_of(v, r));
    fputs(" ago\n", to);
}

void ws_status_report(const struct ws_status_view *v, FILE *to)
{
    print_inputs(v, to);
    print_totals(v, to);
    for (size_t i = 0; i < v->n_attempts && i < TOLD_ATTEMPTS; i++)
        print_attempt(v, &v->attempts[i], to);
    if (v->n_attempts > TOLD_ATTEMPTS)
        fprintf(to, "running or stopped: %zu more (--json has all)\n",
                v->n_attempts - TOLD_ATTEMPTS);
    for (size_t i = 0; i < v->n_failures && i < TOLD_FAILURES; i++)
        fprintf(to, "failed: %s, on %s: %s\n", v->failures[i].path, v->failures[i].host,
                v->failures[i].reason);
    if (v->failed > TOLD_FAILURES)
        fprintf(to, "failed: %zu more (--json has %d)\n", v->failed - TOLD_FAILURES,
                WS_STATUS_FAILURES);
}

/* --- for programs --------------------------------------------------------------------- */

/* A negative one is not known. */
static void put_known(struct ws_json *j, const char *key, double value)
{
    ws_json_raw(j, key);
    if (value < 0)
        ws_json_raw(j, "null");
    else
        ws_json_uint(j, (uint64_t)value);
}

static void put_attempts(struct ws_json *j, const struct ws_status_view *v)
{
    ws_json_raw(j, ", \"attempts\": [");
    for (size_t i = 0; i < v->n_attempts; i++) {
        const struct ws_running *r = &v->attempts[i];
        ws_json_put_cstr(j, i ? ", {\"name\": " : "{\"name\": ", r->name);
        ws_json_put_cstr(j, ", \"path\": ", r->path);
        ws_json_put_cstr(j, ", \"host\": ", r->host);
        ws_json_put_uint(j, ", \"pid\": ", r->pid);
        ws_json_put_uint(j, ", \"bytes_done\": ", r->bytes_done);
        put_known(j, ", \"bytes_total\": ", r->bytes_total ? (double)r->bytes_total : -1);
        ws_json_put_uint(j, ", \"articles\": ", r->articles);
        ws_json_put_uint(j, ", \"bytes_per_second\": ", (uint64_t)rate_of(r));
        ws_json_put_uint(j, ", \"age\": ", (uint64_t)age_of(v, r));
        ws_json_raw(j, r->stale ? ", \"stale\": true}" : ", \"stale\": false}");
    }
    ws_json_raw(j, "]");
}

static void put_failures(struct ws_json *j, const struct ws_status_view *v)
{
    ws_json_raw(j, ", \"failures\": [");
    for (size_t i = 0; i < v->n_failures; i++) {
        ws_json_put_cstr(j, i ? ", {\"path\": " : "{\"path\": ", v->failures[i].path);
        ws_json_put_cstr(j, ", \"reason\": ", v->failures[i].reason);
        ws_json_put_cstr(j, ", \"host\": ", v->failures[i].host);
        ws_json_raw(j, "}");
    }
    ws_json_raw(j, "]");
}

void ws_status_report_json(const struct ws_status_view *v, FILE *to)
{
    struct ws_buf out;
    struct ws_json j = {.out = &out, .ok = true};
    bool listed = v->dir.n_wanted > 0;
    ws_buf_init(&out, MAX_BYTES);
    ws_json_put_uint(&j, "{\"time\": ", (uint64_t)v->now);
    put_known(&j, ", \"wanted\": ", listed ? (double)v->inputs : -1);
    ws_json_put_uint(&j, ", \"done\": ", v->done);
    ws_json_put_uint(&j, ", \"running\": ", v->running);
    ws_json_put_uint(&j, ", \"stopped\": ", v->stopped);
    ws_json_put_uint(&j, ", \"failed\": ", v->failed);
    put_known(&j, ", \"waiting\": ", listed ? (double)v->waiting : -1);
    ws_json_raw(&j, v->sampled < v->dir.stats.n ? ", \"estimated\": true"
                                                : ", \"estimated\": false");
    ws_json_put_uint(&j, ", \"articles\": ", (uint64_t)v->articles);
    ws_json_put_uint(&j, ", \"bytes_in\": ", (uint64_t)v->bytes_in);
    put_known(&j, ", \"bytes_all\": ", listed && v->bytes_all > 0 ? v->bytes_all : -1);
    ws_json_put_uint(&j, ", \"bytes_out\": ", (uint64_t)v->bytes_out);
    put_known(&j, ", \"bytes_per_second\": ", v->rate > 0 ? v->rate : -1);
    put_known(&j, ", \"seconds_left\": ", v->seconds_left);
    put_attempts(&j, v);
    put_failures(&j, v);
    ws_json_raw(&j, "}\n");
    ws_report_print_json(&j, to);
}
