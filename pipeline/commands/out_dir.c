#include "pipeline/commands/out_dir.h"
#include "pipeline/input/inputs.h"
#include "pipeline/output/reason.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

static bool complain(char *msg, size_t n_msg, const char *subject, int error_number)
{
    char reason[100];
    snprintf(msg, n_msg, "%s: %s", subject, ws_reason(error_number, reason, sizeof reason));
    return false;
}

/* --- names ---------------------------------------------------------------------------- */

bool ws_names_add(struct ws_names *names, const char *name, size_t n)
{
    if (names->n == names->cap) {
        size_t cap = names->cap ? names->cap * 2 : 64;
        char **list = realloc(names->list, cap * sizeof *list);
        if (!list)
            return false;
        names->list = list;
        names->cap = cap;
    }
    char *copy = strndup(name, n);
    if (copy)
        names->list[names->n++] = copy;
    return copy != NULL;
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

void ws_names_sort(struct ws_names *names)
{
    if (names->n > 1)
        qsort(names->list, names->n, sizeof *names->list, by_bytes);
}

bool ws_names_has(const struct ws_names *names, const char *name)
{
    return names->n && bsearch(&name, names->list, names->n, sizeof *names->list, by_bytes);
}

void ws_names_release(struct ws_names *names)
{
    for (size_t i = 0; i < names->n; i++)
        free(names->list[i]);
    free(names->list);
    *names = (struct ws_names){0};
}

/* Behind the last slash; of an address without what may stand behind the path (a signature,
 * say). */
static struct ws_slice file_name(const char *path)
{
    size_t n = strncasecmp(path, "http", 4) == 0 && strstr(path, "://") ? strcspn(path, "?#")
                                                                        : strlen(path);
    size_t from = n;
    while (from > 0 && path[from - 1] != '/')
        from--;
    return (struct ws_slice){(const uint8_t *)path + from, n - from};
}

static int compare(struct ws_slice a, struct ws_slice b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n ? memcmp(a.p, b.p, n) : 0;
    return order ? order : a.n < b.n ? -1 : a.n > b.n;
}

bool ws_same_file_name(const char *a, const char *b)
{
    return compare(file_name(a), file_name(b)) == 0;
}

/* Of the shards of an input; the caller's to free. NULL: no memory. */
static char *name_of(const char *path)
{
    struct ws_slice file = file_name(path);
    char *copy = strndup((const char *)file.p, file.n);
    char *name = copy ? ws_input_name(copy) : NULL;
    free(copy);
    return name;
}

/* --- the directory -------------------------------------------------------------------- */

/* Length of name in front of the suffix; 0: it does not end so, or is nothing else. */
static size_t before(const char *name, const char *suffix)
{
    size_t n = strlen(name), m = strlen(suffix);
    return n > m && strcmp(name + n - m, suffix) == 0 ? n - m : 0;
}

static bool is_shard(const char *name)
{
    return before(name, ".jsonl.gz") || before(name, ".jsonl.zst") || before(name, ".jsonl");
}

/* false: no memory. */
static bool sort_in(struct ws_out_dir *d, const char *name)
{
    size_t n;
    if ((n = before(name, ".stats.json")) != 0)
        return ws_names_add(&d->stats, name, n);
    if ((n = before(name, ".failed.json")) != 0)
        return ws_names_add(&d->failures, name, n);
    if (before(name, ".checkpoint"))
        return ws_names_add(&d->checkpoints, name, strlen(name));
    if (is_shard(name))
        return ws_names_add(&d->shards, name, strlen(name));
    if (strncmp(name, "warcsift-inputs-", 16) == 0 && before(name, ".txt"))
        return ws_names_add(&d->lists, name, strlen(name));
    return true;
}

static bool list_names(struct ws_out_dir *d, char *msg, size_t n_msg)
{
    int fd = dup(d->fd);
    DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
    const struct dirent *e;
    bool ok = true;
    if (!dir) {
        if (fd >= 0)
            close(fd);
        return complain(msg, n_msg, d->path, errno);
    }
    errno = 0;
    while (ok && (e = readdir(dir)) != NULL) {
        ok = sort_in(d, e->d_name);
        errno = ok ? 0 : ENOMEM;
    }
    ok = errno == 0 || complain(msg, n_msg, d->path, errno);
    closedir(dir);
    struct ws_names *const all[] = {&d->stats, &d->failures, &d->checkpoints, &d->shards,
                                    &d->lists};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        ws_names_sort(all[i]);
    return ok;
}

/* --- what should be there ------------------------------------------------------------- */

/* What stands for the standard input tells nothing: any archive could have come through it. */
static bool want(struct ws_out_dir *d, const char *path, const char *name)
{
    if (strcmp(path, "-") == 0)
        return true;
    if (d->n_wanted == d->cap_wanted) {
        size_t cap = d->cap_wanted ? d->cap_wanted * 2 : 64;
        struct ws_wanted *list = realloc(d->wanted, cap * sizeof *list);
        if (!list)
            return false;
        d->wanted = list;
        d->cap_wanted = cap;
    }
    struct ws_wanted *w = &d->wanted[d->n_wanted++];
    *w = (struct ws_wanted){name ? strdup(name) : name_of(path), strdup(path)};
    return w->name && w->path;
}

static bool read_list(struct ws_out_dir *d, const char *name, char *msg, size_t n_msg)
{
    struct stat st;
    int fd = openat(d->fd, name, O_RDONLY | O_CLOEXEC);
    FILE *f = fd >= 0 ? fdopen(fd, "r") : NULL;
    if (!f) {
        if (fd >= 0)
            close(fd);
        return complain(msg, n_msg, name, errno);
    }
    if (fstat(fd, &st) == 0 && (!d->listed_at || st.st_mtime < d->listed_at))
        d->listed_at = (int64_t)st.st_mtime;
    char *line = NULL;
    size_t cap = 0;
    bool ok = true;
    for (ssize_t n; ok && (n = getline(&line, &cap, f)) > 0;) {
        line[n - 1] = line[n - 1] == '\n' ? '\0' : line[n - 1];
        ok = *line == '\0' || want(d, line, NULL);
    }
    int error_number = ferror(f) ? errno : ok ? 0 : ENOMEM;
    free(line);
    fclose(f);
    return !error_number || complain(msg, n_msg, name, error_number);
}

static bool want_inputs(struct ws_out_dir *d, const char *const *args, size_t n_args, char *msg,
                        size_t n_msg)
{
    struct ws_inputs in;
    const struct ws_inputs_how how = {.stdin_name = "-"};
    if (n_args == 0)
        return true;
    for (size_t i = 0; i < n_args; i++)
        if (args[i][0] == '@' && ws_is_remote(args[i] + 1)) {
            snprintf(msg, n_msg, "%s: give a list on this machine", args[i]);
            return false;
        }
    bool ok = ws_inputs_expand(&in, args, n_args, &how, msg, n_msg);
    for (size_t i = 0; ok && i < in.n; i++)
        if (!want(d, in.list[i].path, in.list[i].name))
            ok = complain(msg, n_msg, "inputs", ENOMEM);
    ws_inputs_release(&in);
    return ok;
}

static int by_name(const void *a, const void *b)
{
    const struct ws_wanted *x = a, *y = b;
    int order = strcmp(x->name, y->name);
    if (order == 0)
        order = compare(file_name(x->path), file_name(y->path));
    return order ? order : strcmp(x->path, y->path);
}

static void sort_wanted(struct ws_out_dir *d)
{
    size_t kept = 0;
    if (d->n_wanted)
        qsort(d->wanted, d->n_wanted, sizeof *d->wanted, by_name);
    for (size_t i = 0; i < d->n_wanted; i++) {
        if (kept && ws_same_file_name(d->wanted[kept - 1].path, d->wanted[i].path)) {
            free(d->wanted[i].name);
            free(d->wanted[i].path);
        } else {
            d->wanted[kept++] = d->wanted[i];
        }
    }
    d->n_wanted = kept;
}

bool ws_out_dir_read(struct ws_out_dir *d, const char *path, const char *const *inputs,
                     size_t n_inputs, char *msg, size_t n_msg)
{
    *d = (struct ws_out_dir){.path = path};
    d->fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (d->fd < 0)
        return complain(msg, n_msg, path, errno);
    bool ok = list_names(d, msg, n_msg) && want_inputs(d, inputs, n_inputs, msg, n_msg);
    for (size_t i = 0; ok && i < d->lists.n; i++)
        ok = read_list(d, d->lists.list[i], msg, n_msg);
    sort_wanted(d);
    return ok;
}

void ws_out_dir_release(struct ws_out_dir *d)
{
    struct ws_names *const all[] = {&d->stats, &d->failures, &d->checkpoints, &d->shards,
                                    &d->lists};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        ws_names_release(all[i]);
    for (size_t i = 0; i < d->n_wanted; i++) {
        free(d->wanted[i].name);
        free(d->wanted[i].path);
    }
    free(d->wanted);
    if (d->fd >= 0)
        close(d->fd);
    *d = (struct ws_out_dir){.fd = -1};
}
