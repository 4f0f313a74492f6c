#include "pipeline/system/line_sort.h"
#include "pipeline/output/outfile.h"
#include "pipeline/system/temp_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A line at most: an address of the largest header, escaped in key and JSON, stays below. */
#define LINE_MAX_BYTES ((size_t)16 << 20)
/* Of a run in the merge, at least. */
#define READ_BYTES ((size_t)64 << 10)

/* A part of the temporary file in the merge. */
struct run {
    uint64_t at, end; /* not read yet */
    struct ws_buf buf;
    size_t next; /* in buf: behind line */
    struct ws_slice line;
};

struct ws_line_sort {
    size_t memory;
    const char *dir;    /* the caller's */
    struct ws_buf text; /* of the lines held, one after the other */
    struct ws_slice *lines;
    size_t n, cap;
    int fd; /* -1: no run was written yet */
    uint64_t written;
    struct run *runs;
    size_t n_runs, cap_runs;
};

struct ws_line_sort *ws_line_sort_new(size_t memory, const char *dir)
{
    struct ws_line_sort *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    *s = (struct ws_line_sort){.memory = memory, .dir = dir, .fd = -1};
    ws_buf_init(&s->text, memory + LINE_MAX_BYTES);
    return s;
}

void ws_line_sort_free(struct ws_line_sort *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < s->n_runs; i++)
        ws_buf_release(&s->runs[i].buf);
    if (s->fd >= 0)
        close(s->fd);
    ws_buf_release(&s->text);
    free(s->lines);
    free(s->runs);
    free(s);
}

static enum ws_status no_memory(struct ws_error *err)
{
    ws_error_set(err, WS_E_NOMEM, 0, "out of memory");
    return WS_FATAL;
}

static int by_bytes(struct ws_slice a, struct ws_slice b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n ? memcmp(a.p, b.p, n) : 0;
    return order ? order : a.n < b.n ? -1 : a.n > b.n;
}

static int by_line(const void *a, const void *b)
{
    return by_bytes(*(const struct ws_slice *)a, *(const struct ws_slice *)b);
}

/* Lines are kept as places in text, which moves when it grows; their addresses are set here. */
static void sort_held(struct ws_line_sort *s)
{
    size_t at = 0;
    for (size_t i = 0; i < s->n; i++) {
        s->lines[i].p = s->text.p + at;
        at += s->lines[i].n;
    }
    if (s->n)
        qsort(s->lines, s->n, sizeof *s->lines, by_line);
}

/* --- runs ----------------------------------------------------------------------------- */

static bool add_run(struct ws_line_sort *s)
{
    if (s->n_runs == s->cap_runs) {
        size_t cap = s->cap_runs ? 2 * s->cap_runs : 16;
        struct run *runs = realloc(s->runs, cap * sizeof *runs);
        if (!runs)
            return false;
        s->runs = runs;
        s->cap_runs = cap;
    }
    s->runs[s->n_runs++] = (struct run){.at = s->written};
    return true;
}

static enum ws_status write_lines(struct ws_line_sort *s, struct ws_error *err)
{
    static const char WHAT[] = "temporary file";
    struct ws_buf out;
    enum ws_status st = WS_OK;
    ws_buf_init(&out, LINE_MAX_BYTES + READ_BYTES);
    for (size_t i = 0; st == WS_OK && i < s->n; i++) {
        struct ws_slice line = s->lines[i];
        if (!ws_buf_append(&out, line.p, line.n) || !ws_buf_append(&out, "\n", 1))
            st = no_memory(err);
        else if (out.n >= READ_BYTES || i + 1 == s->n) {
            st = ws_write_all(s->fd, out.p, out.n, WHAT, err);
            s->written += out.n;
            out.n = 0;
        }
    }
    ws_buf_release(&out);
    return st;
}

/* Sorts what is held and writes it as a run. */
static enum ws_status spill(struct ws_line_sort *s, struct ws_error *err)
{
    if (s->fd < 0 && (s->fd = ws_temp_file(s->dir, err)) < 0)
        return WS_FATAL;
    if (!add_run(s))
        return no_memory(err);
    sort_held(s);
    enum ws_status st = write_lines(s, err);
    s->runs[s->n_runs - 1].end = s->written;
    s->text.n = s->n = 0;
    return st;
}

enum ws_status ws_line_sort_add(struct ws_line_sort *s, struct ws_slice line,
                                struct ws_error *err)
{
    size_t held = s->text.n + s->n * sizeof *s->lines;
    if (line.n > LINE_MAX_BYTES) {
        ws_error_set(err, WS_E_LIMIT, 0, "a line over the size limit");
        return WS_FATAL;
    }
    if (s->n && held + line.n > s->memory && spill(s, err) != WS_OK)
        return WS_FATAL;
    if (s->n == s->cap) {
        size_t cap = s->cap ? 2 * s->cap : 256;
        struct ws_slice *lines = realloc(s->lines, cap * sizeof *lines);
        if (!lines)
            return no_memory(err);
        s->lines = lines;
        s->cap = cap;
    }
    if (line.n && !ws_buf_append(&s->text, line.p, line.n))
        return no_memory(err);
    s->lines[s->n++].n = line.n;
    return WS_OK;
}

/* --- merge ---------------------------------------------------------------------------- */

/* Reads more of the run behind what is left of buf. */
static enum ws_status read_more(struct ws_line_sort *s, struct run *r, struct ws_error *err)
{
    uint64_t left = r->end - r->at;
    size_t want = left < READ_BYTES ? (size_t)left : READ_BYTES;
    if (r->next)
        memmove(r->buf.p, r->buf.p + r->next, r->buf.n - r->next);
    r->buf.n -= r->next;
    r->next = 0;
    if (!ws_buf_reserve(&r->buf, want))
        return no_memory(err);
    ssize_t got;
    do
        got = pread(s->fd, r->buf.p + r->buf.n, want, (off_t)r->at);
    while (got < 0 && errno == EINTR);
    if (got <= 0) {
        errno = got < 0 ? errno : EIO;
        return ws_temp_file_error(err, "temporary file");
    }
    r->buf.n += (size_t)got;
    r->at += (uint64_t)got;
    return WS_OK;
}

/* The next line of a run. WS_EOF: that were all. */
static enum ws_status advance(struct ws_line_sort *s, struct run *r, struct ws_error *err)
{
    size_t searched = 0;
    for (;;) {
        size_t n = r->buf.n - r->next;
        const uint8_t *p = r->buf.p + r->next;
        const uint8_t *nl = n > searched ? memchr(p + searched, '\n', n - searched) : NULL;
        if (nl) {
            r->line = (struct ws_slice){p, (size_t)(nl - p)};
            r->next += r->line.n + 1;
            return WS_OK;
        }
        if (r->at == r->end)
            return WS_EOF;
        searched = n;
        enum ws_status st = read_more(s, r, err);
        if (st != WS_OK)
            return st;
    }
}

/* heap[0..n): indices of runs; the least line is on top; of equal ones that of the earlier run.
 */
static bool comes_before(const struct ws_line_sort *s, size_t a, size_t b)
{
    int order = by_bytes(s->runs[a].line, s->runs[b].line);
    return order ? order < 0 : a < b;
}

static void sift_down(const struct ws_line_sort *s, size_t *heap, size_t n, size_t i)
{
    for (;;) {
        size_t least = i, child = 2 * i + 1;
        if (child < n && comes_before(s, heap[child], heap[least]))
            least = child;
        if (child + 1 < n && comes_before(s, heap[child + 1], heap[least]))
            least = child + 1;
        if (least == i)
            return;
        size_t held = heap[i];
        heap[i] = heap[least];
        heap[least] = held;
        i = least;
    }
}

/* The first line of every run. */
static enum ws_status start_runs(struct ws_line_sort *s, size_t *heap, struct ws_error *err)
{
    for (size_t i = 0; i < s->n_runs; i++) {
        ws_buf_init(&s->runs[i].buf, LINE_MAX_BYTES + 2 * READ_BYTES);
        if (!ws_buf_reserve(&s->runs[i].buf, READ_BYTES))
            return no_memory(err);
        if (advance(s, &s->runs[i], err) != WS_OK)
            return WS_FATAL; /* no run is empty */
        heap[i] = i;
    }
    for (size_t i = s->n_runs / 2; i-- > 0;)
        sift_down(s, heap, s->n_runs, i);
    return WS_OK;
}

static enum ws_status merge(struct ws_line_sort *s,
                            bool (*emit)(void *ctx, struct ws_slice line), void *ctx,
                            struct ws_error *err)
{
    size_t n = s->n_runs, *heap = calloc(n, sizeof *heap);
    if (!heap)
        return no_memory(err);
    enum ws_status st = start_runs(s, heap, err);
    while (st == WS_OK && n) {
        struct run *r = &s->runs[heap[0]];
        if (!emit(ctx, r->line)) {
            st = WS_SKIP;
            break;
        }
        st = advance(s, r, err);
        if (st == WS_EOF) {
            ws_buf_release(&r->buf);
            heap[0] = heap[--n];
            st = WS_OK;
        }
        sift_down(s, heap, n, 0);
    }
    free(heap);
    return st;
}

enum ws_status ws_line_sort_each(struct ws_line_sort *s,
                                 bool (*emit)(void *ctx, struct ws_slice line), void *ctx,
                                 struct ws_error *err)
{
    if (s->n_runs) {
        if (s->n && spill(s, err) != WS_OK)
            return WS_FATAL;
        ws_buf_release(&s->text);
        return merge(s, emit, ctx, err);
    }
    sort_held(s);
    for (size_t i = 0; i < s->n; i++)
        if (!emit(ctx, s->lines[i]))
            return WS_SKIP;
    return WS_OK;
}
