/* The stats files of a directory are held against three things: the inputs that runs have
 * listed there (out_dir.h) or that are given here, the shards they list, and each other. What
 * adds up to one corpus has no flaw; everything else is named. */
#include "pipeline/commands/merge.h"
#include "pipeline/commands/merge_report.h"
#include "pipeline/output/json_read.h"
#include "pipeline/output/reason.h"
#include "pipeline/output/sha256.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define VERIFY_STEP ((size_t)256 << 10)

struct merging {
    struct ws_merge m;
    uint32_t *maker_of; /* of each stats file; NO_MAKER: it cannot be read */
    bool verify;
    bool no_memory;
};
#define NO_MAKER UINT32_MAX

static void add_flaw(struct merging *g, enum ws_flaw_kind kind, const char *subject,
                     const char *detail)
{
    struct ws_merge *m = &g->m;
    if (m->n_flaws == m->cap_flaws) {
        size_t cap = m->cap_flaws ? m->cap_flaws * 2 : 16;
        struct ws_flaw *list = realloc(m->flaws, cap * sizeof *list);
        if (!list) {
            g->no_memory = true;
            return;
        }
        m->flaws = list;
        m->cap_flaws = cap;
    }
    struct ws_flaw *f = &m->flaws[m->n_flaws++];
    *f = (struct ws_flaw){kind, strdup(subject), strdup(detail)};
    g->no_memory |= !f->subject || !f->detail;
    m->counts[kind]++;
}

static void differs(struct merging *g, const char *name, const char *what)
{
    char file[300];
    snprintf(file, sizeof file, "%.280s.stats.json", name);
    add_flaw(g, WS_FLAW_DIFFERS, file, what);
}

/* --- sums ----------------------------------------------------------------------------- */

static uint64_t number(const json_t *object, const char *key)
{
    uint64_t value;
    return ws_json_get_uint(object, key, &value) ? value : 0;
}

static void add_verdicts(uint64_t *sums, const json_t *counts)
{
    for (int i = 0; i < WS_DIGEST_VERDICT_COUNT; i++)
        sums[i] += number(counts, ws_digest_verdict_name((enum ws_digest_verdict)i));
}

static void add_counts(struct ws_sift_summary *sum, const json_t *stats)
{
    struct ws_counts *c = &sum->counts;
    const json_t *records = json_object_get(stats, "records"),
                 *outcomes = json_object_get(stats, "outcomes"),
                 *rejects = json_object_get(stats, "rejects"),
                 *pii = json_object_get(stats, "pii"),
                 *damage = json_object_get(stats, "damage"),
                 *digests = json_object_get(stats, "digests"),
                 *hosts = json_object_get(stats, "host_memory");
    for (int i = 0; i < WS_REC_TYPE_COUNT; i++)
        c->records[i] += number(records, ws_record_type_name((enum ws_record_type)i));
    for (int i = 0; i < WS_OUT_COUNT; i++)
        c->outcomes[i] += number(outcomes, ws_outcome_name((enum ws_outcome)i));
    for (int i = 0; i < WS_REJECT_COUNT; i++)
        c->rejects[i] += number(rejects, ws_reject_name((enum ws_reject)i));
    for (int i = 0; i < WS_PII_COUNT; i++)
        c->pii[i] += number(pii, ws_pii_kind_name((enum ws_pii_kind)i));
    c->damage += number(damage, "places");
    c->damage_bytes += number(damage, "bytes_lost");
    add_verdicts(c->block_digests, json_object_get(digests, "block"));
    add_verdicts(c->payload_digests, json_object_get(digests, "payload"));
    sum->host_memory.pages += number(hosts, "pages");
    sum->host_memory.hosts += number(hosts, "hosts");
    sum->host_memory.blocks += number(hosts, "blocks");
    sum->listed += number(stats, "listed");
    sum->bytes_in += number(stats, "bytes_in");
    sum->inputs_done++;
}

/* --- shards --------------------------------------------------------------------------- */

/* NULL: it is as listed. */
static const char *verify_bytes(int fd, const char *want)
{
    static uint8_t piece[VERIFY_STEP];
    char hex[WS_SHA256_HEX];
    const char *fault = "cannot be read";
    struct ws_sha256 *sum = ws_sha256_new();
    ssize_t n = -1;
    while (sum && ((n = read(fd, piece, sizeof piece)) > 0 || (n < 0 && errno == EINTR)))
        if (n > 0)
            ws_sha256_add(sum, piece, (size_t)n);
    if (n == 0 && ws_sha256_hex(sum, hex))
        fault = strcmp(hex, want) == 0 ? NULL : "does not have the SHA-256 that is listed";
    ws_sha256_free(sum);
    return fault;
}

/* NULL: it is as listed. */
static const char *find_shard_fault(const struct merging *g, const char *name,
                                    const json_t *shard)
{
    struct stat st;
    uint64_t bytes;
    const char *sha256 = ws_json_get_text(shard, "sha256");
    if (fstatat(g->m.dir.fd, name, &st, 0) != 0)
        return errno == ENOENT ? "is not there" : "cannot be looked at";
    if (!ws_json_get_uint(shard, "bytes", &bytes) || (uint64_t)st.st_size != bytes)
        return "does not have the size that is listed";
    if (!g->verify)
        return NULL;
    if (!sha256)
        return "is listed without a SHA-256";
    int fd = openat(g->m.dir.fd, name, O_RDONLY | O_CLOEXEC);
    const char *fault = fd >= 0 ? verify_bytes(fd, sha256) : "cannot be read";
    if (fd >= 0)
        close(fd);
    return fault;
}

static void check_shards(struct merging *g, const char *name, const json_t *shards)
{
    size_t i;
    const json_t *shard;
    char what[400];
    json_array_foreach(shards, i, shard)
    {
        const char *shard_name = ws_json_get_text(shard, "name");
        if (!shard_name || strchr(shard_name, '/')) {
            differs(g, name, "lists a shard without a name");
            continue;
        }
        g->no_memory |= !ws_names_add(&g->m.shards, shard_name, strlen(shard_name));
        g->m.sum.shards++;
        g->m.sum.bytes_out += number(shard, "bytes");
        g->m.sum.bytes_out_plain += number(shard, "plain_bytes");
        const char *fault = find_shard_fault(g, shard_name, shard);
        if (fault) {
            snprintf(what, sizeof what, "%.280s %s", shard_name, fault);
            differs(g, name, what);
        }
    }
}

/* --- stats files ---------------------------------------------------------------------- */

/* Its number; NO_MAKER: no memory. */
static uint32_t find_maker(struct merging *g, const char *tool, const char *hash)
{
    struct ws_merge *m = &g->m;
    for (size_t i = 0; i < m->n_makers; i++)
        if (strcmp(m->makers[i].tool, tool) == 0 &&
            strcmp(m->makers[i].options_hash, hash) == 0) {
            m->makers[i].n++;
            return (uint32_t)i;
        }
    struct ws_maker *list = realloc(m->makers, (m->n_makers + 1) * sizeof *list);
    if (list) {
        m->makers = list;
        list[m->n_makers] = (struct ws_maker){strdup(tool), strdup(hash), 1};
        if (list[m->n_makers].tool && list[m->n_makers].options_hash)
            return (uint32_t)m->n_makers++;
        free(list[m->n_makers].tool);
        free(list[m->n_makers].options_hash);
    }
    g->no_memory = true;
    return NO_MAKER;
}

/* The wanted inputs of this name; they end before *end. */
static const struct ws_wanted *find_wanted(const struct ws_out_dir *d, const char *name,
                                           const struct ws_wanted **end)
{
    size_t low = 0, high = d->n_wanted;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(d->wanted[middle].name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    const struct ws_wanted *w = d->wanted + low;
    for (*end = w; *end < d->wanted + d->n_wanted && strcmp((*end)->name, name) == 0; ++*end)
        ;
    return w;
}

/* Is it of the input that is wanted under this name? */
static void check_input(struct merging *g, const char *name, const char *path)
{
    const struct ws_wanted *end, *w = find_wanted(&g->m.dir, name, &end);
    char what[700];
    if (w == end)
        g->m.unlisted += g->m.dir.n_wanted > 0;
    for (; w < end; w++)
        if (!ws_same_file_name(w->path, path) && strcmp(path, "-") != 0) {
            snprintf(what, sizeof what, "is of %.300s, and %.300s is wanted", path, w->path);
            differs(g, name, what);
        }
}

static void read_stats(struct merging *g, size_t i)
{
    char file[NAME_MAX + 1];
    const char *name = g->m.dir.stats.list[i];
    snprintf(file, sizeof file, "%s.stats.json", name);
    json_t *stats = ws_json_read_at(g->m.dir.fd, file);
    const json_t *shards = json_object_get(stats, "shards");
    const char *tool = ws_json_get_text(stats, "tool"),
               *hash = ws_json_get_text(stats, "options_hash"),
               *path = ws_json_get_text(json_object_get(stats, "input"), "path");
    g->maker_of[i] = NO_MAKER;
    if (!tool || !hash || !path || !json_is_array(shards)) {
        differs(g, name, "is no stats file that can be read");
    } else {
        g->maker_of[i] = find_maker(g, tool, hash);
        add_counts(&g->m.sum, stats);
        check_input(g, name, path);
        check_shards(g, name, shards);
    }
    json_decref(stats);
}

/* Most of them are right; what the others were made with is not what they claim to be part of.
 */
static void check_makers(struct merging *g)
{
    struct ws_merge *m = &g->m;
    char what[400];
    for (size_t i = 0; i < m->n_makers; i++)
        if (!m->maker || m->makers[i].n > m->maker->n)
            m->maker = &m->makers[i];
    for (size_t i = 0; i < m->dir.stats.n; i++) {
        if (g->maker_of[i] == NO_MAKER || &m->makers[g->maker_of[i]] == m->maker)
            continue;
        const struct ws_maker *other = &m->makers[g->maker_of[i]];
        bool version = strcmp(other->tool, m->maker->tool) != 0;
        snprintf(what, sizeof what, "was made %s %.100s, most others %s %.100s",
                 version ? "by" : "with options", version ? other->tool : other->options_hash,
                 version ? "by" : "with", version ? m->maker->tool : m->maker->options_hash);
        differs(g, m->dir.stats.list[i], what);
    }
}

/* --- what is not there, and what should not be ---------------------------------------- */

static void check_wanted(struct merging *g, const struct ws_wanted *w)
{
    char file[NAME_MAX + 1];
    if (ws_names_has(&g->m.dir.stats, w->name))
        return;
    if (!ws_names_has(&g->m.dir.failures, w->name)) {
        add_flaw(g, WS_FLAW_MISSING, w->path, "");
        return;
    }
    snprintf(file, sizeof file, "%s.failed.json", w->name);
    json_t *failure = ws_json_read_at(g->m.dir.fd, file);
    const char *reason = ws_json_get_text(failure, "reason");
    add_flaw(g, WS_FLAW_FAILED, w->path, reason ? reason : "for a reason that is not known");
    json_decref(failure);
}

static int by_kind(const void *a, const void *b)
{
    const struct ws_flaw *x = a, *y = b;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    int order = strcmp(x->subject, y->subject);
    return order ? order : strcmp(x->detail, y->detail);
}

static void check_all(struct merging *g)
{
    struct ws_out_dir *d = &g->m.dir;
    g->maker_of = calloc(d->stats.n ? d->stats.n : 1, sizeof *g->maker_of);
    g->no_memory = !g->maker_of;
    for (size_t i = 0; i < d->stats.n && !g->no_memory; i++)
        read_stats(g, i);
    if (g->no_memory)
        return;
    check_makers(g);
    ws_names_sort(&g->m.shards);
    for (size_t i = 0; i < d->n_wanted; i++)
        check_wanted(g, &d->wanted[i]);
    for (size_t i = 0; i < d->shards.n; i++)
        if (!ws_names_has(&g->m.shards, d->shards.list[i]))
            add_flaw(g, WS_FLAW_STRAY, d->shards.list[i], "");
    if (!g->no_memory && g->m.n_flaws)
        qsort(g->m.flaws, g->m.n_flaws, sizeof *g->m.flaws, by_kind);
}

static void release(struct merging *g)
{
    struct ws_merge *m = &g->m;
    for (size_t i = 0; i < m->n_makers; i++) {
        free(m->makers[i].tool);
        free(m->makers[i].options_hash);
    }
    for (size_t i = 0; i < m->n_flaws; i++) {
        free(m->flaws[i].subject);
        free(m->flaws[i].detail);
    }
    free(m->makers);
    free(m->flaws);
    free(g->maker_of);
    ws_names_release(&m->shards);
    ws_out_dir_release(&m->dir);
}

/* --- command -------------------------------------------------------------------------- */

static void print_shards(const struct ws_merge *m)
{
    size_t n = strlen(m->dir.path);
    for (size_t i = 0; i < m->shards.n; i++)
        printf("%s%s%s\n", m->dir.path, n && m->dir.path[n - 1] == '/' ? "" : "/",
               m->shards.list[i]);
}

static int tell(const struct merging *g, const struct ws_cli *cli)
{
    if (cli->list)
        print_shards(&g->m);
    FILE *to = cli->list ? stderr : stdout;
    if (cli->json)
        ws_merge_report_json(&g->m, to);
    else
        ws_merge_report(&g->m, to);
    if (fflush(stdout) != 0) {
        fprintf(stderr, "warcsift: standard output: it cannot be written\n");
        return WS_SIFT_OUTPUT;
    }
    return g->m.n_flaws ? WS_SIFT_LOST : WS_SIFT_OK;
}

int ws_merge_command(const struct ws_cli *cli)
{
    struct merging g = {.verify = cli->verify, .m.verified = cli->verify};
    char msg[1000];
    int result = WS_SIFT_USAGE;
    if (cli->n_args == 0) {
        fputs("warcsift: say which directory: warcsift merge DIR\n", stderr);
        return result;
    }
    bool ok = ws_out_dir_read(&g.m.dir, cli->args[0], cli->args + 1, cli->n_args - 1, msg,
                              sizeof msg);
    if (ok)
        check_all(&g);
    if (!ok)
        fprintf(stderr, "warcsift: %s\n", msg);
    else if (g.no_memory)
        fputs("warcsift: out of memory\n", stderr);
    else
        result = tell(&g, cli);
    release(&g);
    return ok && g.no_memory ? WS_SIFT_LOST : result;
}
