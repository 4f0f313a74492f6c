#include "pipeline/input/inputs.h"
#include "pipeline/input/list.h"
#include "pipeline/output/reason.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

/* Bytes of a list: that of a crawl with a million files has some 150 MB. */
#define LIST_MAX ((size_t)1 << 30)

struct expansion {
    struct ws_inputs *in;
    const struct ws_inputs_how *how;
    bool in_list; /* what is added stands in one */
    char *msg;
    size_t n_msg;
};

static bool complain(struct expansion *x, const char *subject, const char *what)
{
    snprintf(x->msg, x->n_msg, "%s: %s", subject, what);
    return false;
}

static bool no_memory(struct expansion *x)
{
    return complain(x, "inputs", "out of memory");
}

static bool system_error(struct expansion *x, const char *subject)
{
    char reason[100];
    return complain(x, subject, ws_reason(errno, reason, sizeof reason));
}

/* --- names ---------------------------------------------------------------------------- */

static const char *file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* Length of name without the suffix (any case), or 0 when it does not end in it or is nothing
 * else. */
static size_t without(const char *name, size_t n, const char *suffix)
{
    size_t m = strlen(suffix);
    return n > m && strncasecmp(name + n - m, suffix, m) == 0 ? n - m : 0;
}

/* Length of the name before ".warc.gz" and the like; 0: not named like an archive. The texts of
 * NAME.warc.gz are in NAME.warc.wet.gz, which keeps its name apart. */
static size_t stem(const char *name)
{
    static const char *const PACKED[] = {".gz", ".zst", ".lz4", ".bz2", ".xz"};
    static const char *const KIND[] = {".warc", ".arc"};
    size_t n = strlen(name);
    for (size_t i = 0; i < sizeof PACKED / sizeof *PACKED; i++) {
        size_t m = without(name, n, PACKED[i]);
        if (m) {
            n = m;
            break;
        }
    }
    if (without(name, n, ".wet"))
        return n;
    for (size_t i = 0; i < sizeof KIND / sizeof *KIND; i++) {
        size_t m = without(name, n, KIND[i]);
        if (m)
            return m;
    }
    return 0;
}

char *ws_input_name(const char *path)
{
    const char *name = file_name(path);
    size_t n = stem(name);
    return strndup(name, n ? n : strlen(name));
}

struct ws_input_identity ws_input_identity(const struct ws_input *input)
{
    return (struct ws_input_identity){.path = input->path,
                                      .is_file = input->is_file,
                                      .size = input->size,
                                      .mtime = input->mtime,
                                      .mtime_ns = input->mtime_ns,
                                      .etag = input->size && *input->etag ? input->etag : NULL};
}

/* --- single inputs -------------------------------------------------------------------- */

static bool reserve(struct ws_inputs *in)
{
    if (in->n < in->cap)
        return true;
    size_t cap = in->cap ? in->cap * 2 : 16;
    struct ws_input *list = realloc(in->list, cap * sizeof *list);
    if (!list)
        return false;
    in->list = list;
    in->cap = cap;
    return true;
}

/* named: what source and name are made of. NULL: no memory. */
static struct ws_input *add_input(struct expansion *x, const char *path, const char *named)
{
    struct ws_inputs *in = x->in;
    if (reserve(in)) {
        struct ws_input *input = &in->list[in->n++];
        *input = (struct ws_input){.path = strdup(path)};
        input->source = strdup(file_name(named));
        input->name = ws_input_name(named);
        if (input->path && input->source && input->name)
            return input;
    }
    no_memory(x);
    return NULL;
}

/* The last part of the path is the name. */
static bool add_remote(struct expansion *x, const char *url)
{
    bool has_query = strncasecmp(url, "http", 4) == 0; /* keys of s3:// may hold anything */
    const char *host = strstr(url, "://") + 3;
    char *path = strndup(host, has_query ? strcspn(host, "?#") : strlen(host));
    if (!path)
        return no_memory(x);
    const char *slash = strrchr(path, '/');
    bool ok = slash && slash > path && slash[1] ? add_input(x, url, path) != NULL
                                                : complain(x, url, "names no file");
    free(path);
    return ok;
}

static void note_file(struct ws_input *input, const struct stat *st)
{
    if (S_ISREG(st->st_mode)) {
        input->is_file = true;
        input->size = (uint64_t)st->st_size;
        input->mtime = (int64_t)st->st_mtim.tv_sec;
        input->mtime_ns = (uint32_t)st->st_mtim.tv_nsec;
    }
}

static bool add_file(struct expansion *x, const char *path, const struct stat *st)
{
    struct ws_input *input =
        add_input(x, path, strcmp(path, "-") == 0 ? x->how->stdin_name : path);
    if (input && st)
        note_file(input, st);
    return input != NULL;
}

static bool add_unseen(struct expansion *x, const char *path)
{
    if (!add_file(x, path, NULL))
        return false;
    x->in->list[x->in->n - 1].unseen = true;
    return true;
}

static bool add_stdin(struct expansion *x)
{
    for (size_t i = 0; i < x->in->n; i++)
        if (strcmp(x->in->list[i].path, "-") == 0)
            return complain(x, "-", "the standard input can be read only once");
    return add_file(x, "-", NULL);
}

/* --- directories: a work list instead of recursion ------------------------------------ */

struct paths {
    char **list;
    size_t n, cap;
};

static void paths_release(struct paths *p)
{
    for (size_t i = 0; i < p->n; i++)
        free(p->list[i]);
    free(p->list);
}

/* Takes path over, also when it fails. */
static bool paths_push(struct paths *p, char *path)
{
    if (p->n == p->cap) {
        size_t cap = p->cap ? p->cap * 2 : 16;
        char **list = path ? realloc(p->list, cap * sizeof *list) : NULL;
        if (!list) {
            free(path);
            return false;
        }
        p->list = list;
        p->cap = cap;
    }
    if (path)
        p->list[p->n++] = path;
    return path != NULL;
}

static char *join(const char *dir, const char *name)
{
    size_t n = strlen(dir), size = n + strlen(name) + 2;
    char *path = malloc(size);
    if (path)
        snprintf(path, size, "%s%s%s", dir, n && dir[n - 1] == '/' ? "" : "/", name);
    return path;
}

/* Sorts one directory entry into the directories still to be searched or the archives found. */
static bool sort_in(const char *dir, const char *name, struct paths *dirs, struct paths *found)
{
    struct stat st;
    char *path = join(dir, name);
    if (path && lstat(path, &st) == 0 && S_ISDIR(st.st_mode))
        return paths_push(dirs, path);
    if (path && (!stem(name) || stat(path, &st) != 0 || S_ISDIR(st.st_mode))) {
        free(path);
        return true;
    }
    return paths_push(found, path);
}

static bool list_dir(struct expansion *x, const char *dir, struct paths *dirs,
                     struct paths *found)
{
    DIR *d = opendir(dir);
    if (!d)
        return system_error(x, dir);
    bool ok = true;
    const struct dirent *e;
    errno = 0;
    while (ok && (e = readdir(d)) != NULL) {
        if (e->d_name[0] != '.' && !sort_in(dir, e->d_name, dirs, found))
            ok = no_memory(x);
        errno = 0;
    }
    if (ok && errno)
        ok = system_error(x, dir);
    closedir(d);
    return ok;
}

static int bytewise(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool add_directory(struct expansion *x, const char *top)
{
    struct paths dirs = {0}, found = {0};
    bool ok = paths_push(&dirs, strdup(top)) || no_memory(x);
    while (ok && dirs.n) {
        char *dir = dirs.list[--dirs.n];
        ok = list_dir(x, dir, &dirs, &found);
        free(dir);
    }
    if (ok && found.n == 0)
        ok = complain(
            x, top, "no archive in this directory (names ending in .warc.gz, .warc, .wet ...)");
    if (ok)
        qsort(found.list, found.n, sizeof *found.list, bytewise);
    for (size_t i = 0; ok && i < found.n; i++) {
        struct stat st;
        bool known = stat(found.list[i], &st) == 0;
        ok = add_file(x, found.list[i], known ? &st : NULL);
    }
    paths_release(&dirs);
    paths_release(&found);
    return ok;
}

/* --- arguments ------------------------------------------------------------------------ */

static bool add_path(struct expansion *x, const char *path)
{
    struct stat st;
    if (strcmp(path, "-") == 0)
        return add_stdin(x);
    if (ws_is_remote(path))
        return add_remote(x, path);
    if (x->in_list && stem(file_name(path)))
        return add_unseen(x, path);
    bool known = stat(path, &st) == 0;
    if (known && S_ISDIR(st.st_mode))
        return add_directory(x, path);
    return add_file(x, path, known ? &st : NULL);
}

/* A line of a list. One that came over the network names nothing on this machine. */
static bool add_listed(struct expansion *x, const char *list, const char *line)
{
    const char *prefix = x->how->prefix;
    bool from_afar = ws_is_remote(list);
    if (ws_is_remote(line) || (!from_afar && (*line == '/' || strcmp(line, "-") == 0)))
        return add_path(x, line);
    if (!prefix)
        return from_afar ? complain(x, list, "lists what is no address: say --prefix URL")
                         : add_path(x, line);
    line += strspn(line, "/");
    size_t n = strlen(prefix), size = n + strlen(line) + 2;
    char *path = malloc(size);
    if (!path)
        return no_memory(x);
    snprintf(path, size, "%s%s%s", prefix, n && prefix[n - 1] != '/' ? "/" : "", line);
    bool ok = add_path(x, path);
    free(path);
    return ok;
}

/* Every line that is not empty and no comment; text ends in a newline and has no NUL. */
static bool add_lines(struct expansion *x, const char *list, char *text)
{
    bool ok = true;
    for (char *line = text, *end; ok && (end = strchr(line, '\n')) != NULL; line = end + 1) {
        char *last = end;
        while (last > line && last[-1] == '\r')
            last--;
        *last = '\0';
        if (*line && *line != '#')
            ok = add_listed(x, list, line);
    }
    return ok;
}

static bool add_list(struct expansion *x, const char *list)
{
    struct ws_buf text;
    struct ws_error err;
    char reason[100];
    bool ok = false;
    ws_buf_init(&text, LIST_MAX);
    if (ws_list_read(x->how->net, list, &text, &err) != WS_OK)
        complain(x, list,
                 err.sys_errno ? ws_reason(err.sys_errno, reason, sizeof reason) : err.msg);
    else if (memchr(text.p, '\0', text.n))
        complain(x, list, "this is no list: it holds binary data");
    else if (!ws_buf_append(&text, "\n", 2))
        no_memory(x);
    else
        ok = add_lines(x, list, (char *)text.p);
    ws_buf_release(&text);
    return ok;
}

bool ws_inputs_expand(struct ws_inputs *in, const char *const *args, size_t n_args,
                      const struct ws_inputs_how *how, char *msg, size_t n_msg)
{
    *in = (struct ws_inputs){0};
    struct expansion x = {.in = in, .how = how, .msg = msg, .n_msg = n_msg};
    for (size_t i = 0; i < n_args; i++) {
        bool is_list = args[i][0] == '@';
        x.in_list = is_list;
        if (!(is_list ? add_list(&x, args[i] + 1) : add_path(&x, args[i])))
            return false;
    }
    return in->n > 0 || complain(&x, "inputs", "there is none");
}

static void release_input(struct ws_input *input)
{
    free(input->path);
    free(input->source);
    free(input->name);
}

void ws_inputs_look(struct ws_inputs *in)
{
    for (size_t i = 0; i < in->n; i++) {
        struct stat st;
        if (in->list[i].unseen && stat(in->list[i].path, &st) == 0)
            note_file(&in->list[i], &st);
        in->list[i].unseen = false;
    }
}

void ws_inputs_select(struct ws_inputs *in, uint64_t index, uint64_t count)
{
    size_t kept = 0, all = in->n;
    for (size_t i = 0; i < all; i++)
        if (i % count == index)
            in->list[kept++] = in->list[i];
        else
            release_input(&in->list[i]);
    in->n = kept;
    in->n_elsewhere += all - kept;
}

void ws_inputs_release(struct ws_inputs *in)
{
    for (size_t i = 0; i < in->n; i++)
        release_input(&in->list[i]);
    free(in->list);
    *in = (struct ws_inputs){0};
}

static int by_name(const void *a, const void *b)
{
    const struct ws_input *x = *(const struct ws_input *const *)a,
                          *y = *(const struct ws_input *const *)b;
    int order = strcmp(x->name, y->name);
    return order ? order : x < y ? -1 : x > y; /* the pair is told in the order given */
}

bool ws_inputs_find_clash(const struct ws_inputs *in, const struct ws_input **a,
                          const struct ws_input **b)
{
    const struct ws_input **sorted = calloc(in->n ? in->n : 1, sizeof *sorted);
    bool found = false;
    if (!sorted)
        return false;
    for (size_t i = 0; i < in->n; i++)
        sorted[i] = &in->list[i];
    qsort(sorted, in->n, sizeof *sorted, by_name);
    for (size_t i = 1; i < in->n && !found; i++) {
        *a = sorted[i - 1];
        *b = sorted[i];
        found = strcmp((*a)->name, (*b)->name) == 0;
    }
    free(sorted);
    return found;
}

uint64_t ws_inputs_bytes(const struct ws_inputs *in)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < in->n; i++) {
        if (!in->list[i].is_file)
            return 0;
        sum += in->list[i].size;
    }
    return sum;
}
