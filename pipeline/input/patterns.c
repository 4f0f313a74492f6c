#include "pipeline/input/patterns.h"
#include "pipeline/output/reason.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/* Far more than a sensible pattern needs on an address, and about a millisecond. */
#define MATCH_STEPS    100000
#define MATCH_HEAP_KIB 1024
#define FILE_MAX       ((size_t)16 << 20)

struct ws_matcher {
    pcre2_match_data *data;
    pcre2_match_context *context;
};

/* --- patterns ------------------------------------------------------------------------- */

static bool grow(struct ws_patterns *p)
{
    if (p->n < p->cap)
        return true;
    size_t cap = p->cap ? 2 * p->cap : 16;
    void **codes = realloc(p->codes, cap * sizeof *codes);
    if (!codes)
        return false;
    p->codes = codes;
    p->cap = cap;
    return true;
}

/* where: the option, or file and line. */
static bool compile(struct ws_patterns *p, struct ws_slice pattern, const char *where,
                    char *msg, size_t n_msg)
{
    int error;
    PCRE2_SIZE at;
    char why[160];
    if (!grow(p)) {
        snprintf(msg, n_msg, "out of memory");
        return false;
    }
    pcre2_code *code = pcre2_compile(pattern.p, pattern.n, PCRE2_NEVER_UTF | PCRE2_NEVER_UCP,
                                     &error, &at, NULL);
    if (!code) {
        pcre2_get_error_message(error, (PCRE2_UCHAR *)why, sizeof why);
        snprintf(msg, n_msg, "%s: %s at character %zu of %.*s", where, why, (size_t)at + 1,
                 pattern.n < 200 ? (int)pattern.n : 200, (const char *)pattern.p);
        return false;
    }
    (void)pcre2_jit_compile(code,
                            PCRE2_JIT_COMPLETE); /* without it the pattern is interpreted */
    p->codes[p->n++] = code;
    return true;
}

void ws_patterns_release(struct ws_patterns *p)
{
    for (size_t i = 0; i < p->n; i++)
        pcre2_code_free(p->codes[i]);
    free(p->codes);
    *p = (struct ws_patterns){0};
}

/* --- files ---------------------------------------------------------------------------- */

static bool cannot_read(const char *path, const char *why, char *msg, size_t n_msg)
{
    snprintf(msg, n_msg, "%.300s: %s", path, why);
    return false;
}

static bool read_file(const char *path, struct ws_buf *b, char *msg, size_t n_msg)
{
    char reason[80];
    FILE *f = fopen(path, "re");
    if (!f)
        return cannot_read(path, ws_reason(errno, reason, sizeof reason), msg, n_msg);
    bool room = true;
    size_t n = 1;
    while (n && (room = ws_buf_reserve(b, 4096))) {
        n = fread(b->p + b->n, 1, 4096, f);
        b->n += n;
    }
    bool failed = ferror(f) != 0;
    int e = errno;
    fclose(f);
    if (failed)
        return cannot_read(path, ws_reason(e, reason, sizeof reason), msg, n_msg);
    return room || cannot_read(path, "more than 16 MiB of patterns", msg, n_msg);
}

/* FNV-1a, as of the options (stats_file.c). */
static uint64_t hash_bytes(uint64_t h, struct ws_slice s)
{
    for (size_t i = 0; i < s.n; i++)
        h = (h ^ s.p[i]) * UINT64_C(1099511628211);
    return h;
}

/* The next line without its end; *rest goes behind it. */
static struct ws_slice take_line(struct ws_slice *rest)
{
    const uint8_t *end = memchr(rest->p, '\n', rest->n);
    size_t n = end ? (size_t)(end - rest->p) : rest->n;
    struct ws_slice line = {rest->p, n};
    n += end != NULL;
    *rest = (struct ws_slice){rest->p + n, rest->n - n};
    if (line.n && line.p[line.n - 1] == '\r')
        line.n--;
    return line;
}

static bool add_lines(struct ws_patterns *p, const char *path, struct ws_slice rest,
                      uint64_t *hash, char *msg, size_t n_msg)
{
    char where[400];
    for (size_t number = 1; rest.n; number++) {
        struct ws_slice line = take_line(&rest);
        if (!line.n || line.p[0] == '#')
            continue;
        snprintf(where, sizeof where, "%.300s, line %zu", path, number);
        if (!compile(p, line, where, msg, n_msg))
            return false;
        *hash =
            hash_bytes(hash_bytes(*hash, line), (struct ws_slice){(const uint8_t *)"\n", 1});
    }
    return true;
}

static bool add_file(struct ws_patterns *p, const char *path, char hex[17], char *msg,
                     size_t n_msg)
{
    struct ws_buf b;
    uint64_t hash = UINT64_C(14695981039346656037);
    ws_buf_init(&b, FILE_MAX);
    bool ok = read_file(path, &b, msg, n_msg) &&
              add_lines(p, path, (struct ws_slice){b.p, b.n}, &hash, msg, n_msg);
    ws_buf_release(&b);
    snprintf(hex, 17, "%016" PRIx64, hash);
    return ok;
}

bool ws_patterns_add(struct ws_patterns *p, const char *name, const char *arg,
                     struct ws_buf *text, char *msg, size_t n_msg)
{
    char hex[17], where[80];
    const char *shown = arg;
    bool from_file = arg[0] == '@';
    snprintf(where, sizeof where, "--%s", name);
    if (from_file && !add_file(p, arg + 1, hex, msg, n_msg))
        return false;
    if (!from_file &&
        !compile(p, ws_slice_of(arg), where, msg, n_msg))
        return false;
    if (from_file)
        shown = hex;
    if (ws_buf_append(text, " ", 1) && ws_buf_append(text, name, strlen(name)) &&
        ws_buf_append(text, from_file ? "=@" : "=", from_file ? 2 : 1) &&
        ws_buf_append(text, shown, strlen(shown)))
        return true;
    snprintf(msg, n_msg, "--%s: too many patterns", name);
    return false;
}

/* --- matching ------------------------------------------------------------------------- */

struct ws_matcher *ws_matcher_new(void)
{
    struct ws_matcher *m = calloc(1, sizeof *m);
    if (!m)
        return NULL;
    m->data = pcre2_match_data_create(1, NULL);
    m->context = pcre2_match_context_create(NULL);
    if (!m->data || !m->context) {
        ws_matcher_free(m);
        return NULL;
    }
    pcre2_set_match_limit(m->context, MATCH_STEPS);
    pcre2_set_heap_limit(m->context, MATCH_HEAP_KIB);
    return m;
}

void ws_matcher_free(struct ws_matcher *m)
{
    if (!m)
        return;
    pcre2_match_data_free(m->data);
    pcre2_match_context_free(m->context);
    free(m);
}

bool ws_patterns_match(const struct ws_patterns *p, struct ws_matcher *m,
                       struct ws_slice subject, bool *gave_up)
{
    if (!subject.p)
        subject.p = (const uint8_t *)"";
    for (size_t i = 0; i < p->n; i++) {
        int r = pcre2_match(p->codes[i], subject.p, subject.n, 0, 0, m->data, m->context);
        if (r ==
            PCRE2_ERROR_JIT_STACKLIMIT) /* the interpreter takes its memory from the heap */
            r = pcre2_match(p->codes[i], subject.p, subject.n, 0, PCRE2_NO_JIT, m->data,
                            m->context);
        if (r >= 0)
            return true;
        *gave_up |= r != PCRE2_ERROR_NOMATCH;
    }
    return false;
}
