/* Sorting lines: the order is that of the bytes, whatever fits into memory. */
#include "pipeline/system/line_sort.h"
#include "tests/tap.h"

#include <stdlib.h>

#define N_LINES 5000

static char *lines[N_LINES];

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Lines of 0 to 99 bytes, and one that is longer than what is read at a time; many of them twice. */
static bool make_lines(void)
{
    uint32_t seed = 1;
    for (size_t i = 0; i < N_LINES; i++) {
        seed = seed * 1664525u + 1013904223u;
        size_t n = i == 7 ? 300000 : seed >> 8 & 63;
        lines[i] = calloc(1, n + 1);
        if (!lines[i])
            return false;
        for (size_t k = 0; k < n; k++)
            lines[i][k] = "ab\xff"[(seed >> (k & 15)) % 3];
    }
    return true;
}

struct collected {
    char *const *want;
    size_t n, wrong, limit;
};

static bool collect(void *ctx, struct ws_slice line)
{
    struct collected *c = ctx;
    const char *want = c->n < N_LINES ? c->want[c->n] : "";
    c->wrong += line.n != strlen(want) || (line.n && memcmp(line.p, want, line.n) != 0);
    return ++c->n < c->limit;
}

static void sort_with(size_t memory, char *const *want)
{
    struct ws_error err;
    struct ws_line_sort *s = ws_line_sort_new(memory, "/tmp");
    enum ws_status st = s ? WS_OK : WS_FATAL;
    for (size_t i = 0; st == WS_OK && i < N_LINES; i++)
        st = ws_line_sort_add(s, SLICE(lines[i]), &err);
    OK(st == WS_OK, "%d lines in %zu bytes", N_LINES, memory);
    struct collected c = {.want = want, .limit = SIZE_MAX};
    OK(st == WS_OK && ws_line_sort_each(s, collect, &c, &err) == WS_OK, "each of them");
    IS_INT(c.n, N_LINES, "all came back");
    IS_INT(c.wrong, 0, "in order");
    ws_line_sort_free(s);
}

static void test_ends(void)
{
    struct ws_error err;
    struct collected c = {.limit = 1};
    struct ws_line_sort *s = ws_line_sort_new(1, "/tmp");
    OK(s && ws_line_sort_each(s, collect, &c, &err) == WS_OK && c.n == 0, "nothing to sort");
    ws_line_sort_free(s);
    s = ws_line_sort_new(1, "/no such directory");
    bool ok = s && ws_line_sort_add(s, SLICE("a"), &err) == WS_OK;
    OK(ok && ws_line_sort_add(s, SLICE("b"), &err) == WS_FATAL && err.code == WS_E_IO,
       "no place for the temporary file");
    ws_line_sort_free(s);
    s = ws_line_sort_new(1, "/tmp");
    static char *const WANT[] = {"a", "b", "c"};
    c = (struct collected){.want = WANT, .limit = 2};
    for (const char *const *p = (const char *const[]){"c", "a", "b", NULL}; s && *p; p++)
        OK(ws_line_sort_add(s, SLICE(*p), &err) == WS_OK, "one line more");
    OK(s && ws_line_sort_each(s, collect, &c, &err) == WS_SKIP && c.n == 2 && c.wrong == 0,
       "whoever takes the lines can end it");
    ws_line_sort_free(s);
}

int main(void)
{
    char *want[N_LINES];
    OK(make_lines(), "lines");
    memcpy(want, lines, sizeof want);
    qsort(want, N_LINES, sizeof *want, by_bytes);
    sort_with((size_t)64 << 20, want);
    sort_with(20000, want);
    sort_with(300, want);
    test_ends();
    for (size_t i = 0; i < N_LINES; i++)
        free(lines[i]);
    return tap_done();
}
