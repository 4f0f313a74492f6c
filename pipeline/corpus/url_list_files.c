#include "pipeline/corpus/url_list_files.h"
#include "pipeline/output/reason.h"
#include "pipeline/output/sha256.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#define STEP         ((size_t)256 << 10)
#define LONGEST_LINE ((size_t)16 << 10) /* longer ones are no entries */
#define FILES_MAX    100000

/* One path of the options while it is read. */
struct reading {
    struct ws_url_lists *lists;
    enum ws_url_list which;
    struct ws_sha256 *sum;
    size_t entries, unusable; /* of the file at hand: lines */
    size_t first_unusable;    /* its number */
    char *msg;
    size_t n_msg;
};

static bool fail(struct reading *r, const char *path, const char *why)
{
    snprintf(r->msg, r->n_msg, "%.300s: %s", path, why);
    return false;
}

static bool fail_errno(struct reading *r, const char *path)
{
    char why[80];
    return fail(r, path, ws_reason(errno, why, sizeof why));
}

/* --- lines ------------------------------------------------------------------------------ */

static bool add_line(struct reading *r, struct ws_slice line, size_t number)
{
    enum ws_status st =
        line.n > LONGEST_LINE ? WS_SKIP : ws_url_lists_add(r->lists, r->which, line);
    r->entries += st == WS_OK && line.n && line.p[0] != '#';
    if (st == WS_SKIP && r->unusable++ == 0)
        r->first_unusable = number;
    return st != WS_FATAL;
}

/* Takes the lines that are complete out of b. */
static bool add_lines(struct reading *r, struct ws_buf *b, size_t *number)
{
    size_t at = 0;
    for (;;) {
        const uint8_t *end = b->n > at ? memchr(b->p + at, '\n', b->n - at) : NULL;
        if (!end)
            break;
        size_t n = (size_t)(end - (b->p + at));
        if (!add_line(r, (struct ws_slice){b->p + at, n}, ++*number))
            return false;
        at += n + 1;
    }
    b->n -= at;
    if (b->n)
        memmove(b->p, b->p + at, b->n);
    return true;
}

/* Plain or in gzip: zlib looks. */
static bool add_all(struct reading *r, const char *path, gzFile f)
{
    struct ws_buf b;
    size_t number = 0;
    int got = 1;
    ws_buf_init(&b, LONGEST_LINE + 2 * STEP);
    bool ok = true;
    while (ok && got > 0 && (ok = ws_buf_reserve(&b, STEP))) {
        got = gzread(f, b.p + b.n, (unsigned)STEP);
        if (got <= 0)
            break;
        ws_sha256_add(r->sum, b.p + b.n, (size_t)got);
        b.n += (size_t)got;
        ok = add_lines(r, &b, &number);
        if (b.n >
            LONGEST_LINE +
                STEP) /* of a line that is too long its end alone is looked at, and refused */
            b.n = LONGEST_LINE + 1;
    }
    if (ok && got == 0 && b.n)
        ok = add_line(r, (struct ws_slice){b.p, b.n}, ++number);
    ws_buf_release(&b);
    if (!ok)
        return fail(r, path, "out of memory");
    return got == 0 || fail(r, path, "damaged, or cut off (gzip)");
}

/* What would be a mistake: lists of words with words that cannot be in an address, lists
 * without entries. */
static bool is_sound(struct reading *r, const char *path)
{
    char why[120];
    if (r->which != WS_LIST_PLACES && r->unusable) {
        snprintf(why, sizeof why, "line %zu: a word has letters and digits of ASCII alone",
                 r->first_unusable);
        return fail(r, path, why);
    }
    if (r->entries == 0 && r->unusable) {
        snprintf(why, sizeof why, "line %zu is no domain or address, nor is any other",
                 r->first_unusable);
        return fail(r, path, why);
    }
    return true;
}

static bool read_file(struct reading *r, const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    gzFile f = fd < 0 ? NULL : gzdopen(fd, "rb");
    if (fd < 0)
        return fail_errno(r, path);
    if (!f) {
        close(fd);
        return fail(r, path, "out of memory");
    }
    gzbuffer(f, (unsigned)STEP);
    r->entries = r->unusable = 0;
    bool ok = add_all(r, path, f);
    bool whole = gzclose_r(f) == Z_OK;
    if (ok && !whole)
        return fail(r, path, "damaged, or cut off (gzip)");
    return ok && is_sound(r, path);
}

/* --- directories ------------------------------------------------------------------------ */

struct names {
    char **list;
    size_t n;
};

static void release(struct names *names)
{
    for (size_t i = 0; i < names->n; i++)
        free(names->list[i]);
    free(names->list);
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* "" for parent: name alone. */
static char *join(const char *parent, const char *name)
{
    size_t n = strlen(parent) + strlen(name) + 2;
    char *path = malloc(n);
    if (path)
        snprintf(path, n, "%s%s%s", parent, *parent ? "/" : "", name);
    return path;
}

static bool add_name(struct names *names, char *name)
{
    char **list = name && names->n < FILES_MAX
                      ? realloc(names->list, (names->n + 1) * sizeof *list)
                      : NULL;
    if (!list) {
        free(name);
        return false;
    }
    names->list = list;
    names->list[names->n++] = name;
    return true;
}

static bool is_list(const char *name)
{
    return strcmp(name, "domains") == 0 || strcmp(name, "urls") == 0 ||
           strcmp(name, "domains.gz") == 0 || strcmp(name, "urls.gz") == 0;
}

static bool is_directory(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Adds what stands in directory/below and is_list(), and with deep what does so in its
 * directories; as seen from the directory. */
static bool find_lists(struct reading *r, const char *directory, const char *below, bool deep,
                       struct names *names)
{
    char *path = join(directory, below);
    DIR *d = path ? opendir(*below ? path : directory) : NULL;
    bool ok = d || (path ? fail_errno(r, path) : fail(r, directory, "out of memory"));
    for (struct dirent *e; ok && (e = readdir(d)) != NULL;) {
        char *name = e->d_name[0] == '.' ? NULL : join(below, e->d_name);
        char *whole = name ? join(directory, name) : NULL;
        if (whole && is_directory(whole))
            ok = !deep || find_lists(r, directory, name, false, names);
        else if (whole && is_list(e->d_name)) {
            ok = add_name(names, name) || fail(r, whole, "too many files, or out of memory");
            name = NULL;
        }
        free(whole);
        free(name);
    }
    if (d)
        closedir(d);
    free(path);
    return ok;
}

static bool read_directory(struct reading *r, const char *path)
{
    struct names names = {0};
    bool ok = find_lists(r, path, "", true, &names);
    if (ok && names.n == 0)
        ok = fail(r, path,
                  "no file named domains or urls in this directory, nor one level below");
    if (names.n)
        qsort(names.list, names.n, sizeof *names.list, by_bytes);
    for (size_t i = 0; ok && i < names.n; i++) {
        char *whole = join(path, names.list[i]);
        ws_sha256_add(r->sum, names.list[i], strlen(names.list[i]) + 1);
        ok = whole ? read_file(r, whole) : fail(r, path, "out of memory");
        free(whole);
    }
    release(&names);
    return ok;
}

/* --- all -------------------------------------------------------------------------------- */

static bool note(struct reading *r, const char *name, struct ws_buf *text)
{
    char hex[WS_SHA256_HEX];
    return (ws_sha256_hex(r->sum, hex) && ws_buf_append(text, " ", 1) &&
            ws_buf_append(text, name, strlen(name)) && ws_buf_append(text, "=", 1) &&
            ws_buf_append(text, hex, strlen(hex))) ||
           fail(r, name, "out of memory");
}

static bool read_paths(struct reading *r, enum ws_url_list which, const char *name,
                       const char *const *paths, size_t n, struct ws_buf *text)
{
    r->which = which;
    for (size_t i = 0; i < n; i++) {
        bool directory = which == WS_LIST_PLACES && is_directory(paths[i]);
        ws_sha256_reset(r->sum);
        if (!(directory ? read_directory(r, paths[i]) : read_file(r, paths[i])) ||
            !note(r, name, text))
            return false;
    }
    return true;
}

static bool note_least(struct reading *r, const struct ws_url_list_options *o,
                       struct ws_buf *text)
{
    char least[40];
    int n = snprintf(least, sizeof least, " block_soft_least=%u", o->soft_least);
    r->lists->soft_least = o->soft_least;
    return !o->n_soft_words || ws_buf_append(text, least, (size_t)n) ||
           fail(r, "--block-soft-least", "out of memory");
}

bool ws_url_list_files_read(const struct ws_url_list_options *o, struct ws_url_lists *l,
                            struct ws_buf *text, char *msg, size_t n_msg)
{
    struct reading r = {.lists = l, .sum = ws_sha256_new(), .msg = msg, .n_msg = n_msg};
    bool ok = r.sum || fail(&r, "lists of addresses", "out of memory");
    if (ok && (o->soft_least < 1 || o->soft_least > WS_SOFT_WORDS_MAX))
        ok = fail(&r, "--block-soft-least", "from 1 to 16");
    ok = ok && read_paths(&r, WS_LIST_PLACES, "block_list", o->places, o->n_places, text) &&
         read_paths(&r, WS_LIST_WORDS, "block_words", o->words, o->n_words, text) &&
         read_paths(&r, WS_LIST_SOFT_WORDS, "block_soft", o->soft_words, o->n_soft_words,
                    text) &&
         read_paths(&r, WS_LIST_SUBSTRINGS, "block_parts", o->substrings, o->n_substrings,
                    text) &&
         note_least(&r, o, text);
    ws_sha256_free(r.sum);
    if (ok && !ws_url_lists_close(l))
        ok = fail(&r, "lists of addresses", "out of memory");
    return ok;
}
