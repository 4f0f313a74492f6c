#include "pipeline/run/signatures.h"
#include "pipeline/corpus/minhash_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Read at once of what was gathered. */
#define PIECE_RECORDS 1000

static enum ws_status no_memory(struct ws_error *err)
{
    ws_error_set(err, WS_E_NOMEM, 0, "out of memory");
    return WS_FATAL;
}

static struct ws_minhash_options options(void)
{
    struct ws_minhash_options o;
    ws_minhash_options_init(&o);
    return o;
}

static size_t record_bytes(const struct ws_minhash_options *o)
{
    return WS_MINHASH_RECORD(o->bands * o->rows);
}

/* --- of a document -------------------------------------------------------------------- */

struct ws_minhash *ws_signatures_minhash(void)
{
    const struct ws_minhash_options o = options();
    return ws_minhash_new(&o);
}

bool ws_signatures_add(struct ws_minhash *m, struct ws_slice text, uint64_t number, struct ws_buf *out)
{
    uint64_t sig[WS_MINHASH_MAX];
    const struct ws_minhash_options o = options();
    enum ws_status st = ws_minhash_sign(m, text, sig);
    if (st != WS_OK)
        return st == WS_SKIP;
    return ws_minhash_gather(out, sig, o.bands, o.rows, (uint32_t)number);
}

/* --- of an input ---------------------------------------------------------------------- */

enum ws_status ws_signatures_append(struct ws_shards *to, struct ws_buf *signatures, uint64_t first,
                                    struct ws_error *err)
{
    const struct ws_minhash_options o = options();
    const size_t record = record_bytes(&o);
    for (size_t at = 0; at < signatures->n; at += record) {
        uint8_t *index = signatures->p + at + record - 4;
        ws_minhash_set_index(index, ws_minhash_index(index) + (uint32_t)first);
    }
    struct ws_chunk chunk = {.n = signatures->n, .plain_bytes = signatures->n, .articles = signatures->n / record};
    const struct ws_chunks chunks = {.bytes = *signatures, .list = &chunk, .n = 1};
    enum ws_status st = ws_shards_append(to, &chunks, 0, err);
    signatures->n = 0;
    return st;
}

static enum ws_status make_dir(int dir_fd, const char *name, struct ws_error *err)
{
    return mkdirat(dir_fd, name, 0777) == 0 || errno == EEXIST ? WS_OK : ws_write_error(err, name);
}

enum ws_status ws_signatures_open(int dir_fd, int *signatures_fd, struct ws_error *err)
{
    const struct ws_minhash_options o = options();
    char name[40];
    if (make_dir(dir_fd, "minhash", err) != WS_OK)
        return WS_FATAL;
    *signatures_fd = openat(dir_fd, "minhash", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (*signatures_fd < 0)
        return ws_write_error(err, "minhash");
    for (unsigned band = 0; band < o.bands; band++) {
        snprintf(name, sizeof name, "bucket_%03u", band);
        if (make_dir(*signatures_fd, name, err) != WS_OK)
            return WS_FATAL;
    }
    return WS_OK;
}

/* Of each record at fd, the numbers of one band and the index. */
static enum ws_status read_band(int fd, const struct ws_minhash_options *o, unsigned band, struct ws_buf *out,
                                struct ws_error *err)
{
    const size_t record = record_bytes(o), at = 8 * (size_t)o->rows * band;
    uint8_t *piece = malloc(PIECE_RECORDS * record);
    uint64_t offset = 0;
    ssize_t got = piece ? 1 : -1;
    enum ws_status st = piece ? WS_OK : no_memory(err);
    while (st == WS_OK && (got = pread(fd, piece, PIECE_RECORDS * record, (off_t)offset)) > 0) {
        size_t n = (size_t)got / record * record; /* a short read may end anywhere */
        for (size_t i = 0; st == WS_OK && i < n; i += record)
            if (!ws_buf_append(out, piece + i + at, 8 * (size_t)o->rows) ||
                !ws_buf_append(out, piece + i + record - 4, 4))
                st = no_memory(err);
        offset += n;
        if (n == 0)
            break;
    }
    free(piece);
    return st == WS_OK && got != 0 ? ws_write_error(err, "signatures") : st;
}

static enum ws_status publish_band(const struct ws_shards *s, int fd, unsigned band, struct ws_error *err)
{
    const struct ws_minhash_options o = options();
    struct ws_buf gathered, sorted;
    char dir[40], file[NAME_MAX + 1];
    ws_buf_init(&gathered, SIZE_MAX / 4);
    ws_buf_init(&sorted, SIZE_MAX / 4);
    snprintf(dir, sizeof dir, "bucket_%03u", band);
    snprintf(file, sizeof file, "%s.minhash.sig", s->name);
    int dir_fd = openat(s->place->dir_fd, dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    enum ws_status st = dir_fd >= 0 ? WS_OK : ws_write_error(err, dir);
    if (st == WS_OK && fd >= 0)
        st = read_band(fd, &o, band, &gathered, err);
    if (st == WS_OK && !ws_minhash_band(&sorted, (struct ws_slice){gathered.p, gathered.n}, 1, o.rows, 0))
        st = no_memory(err);
    if (st == WS_OK)
        st = ws_outfile_put(dir_fd, file, s->attempt, sorted.p, sorted.n, err);
    if (dir_fd >= 0)
        close(dir_fd);
    ws_buf_release(&gathered);
    ws_buf_release(&sorted);
    return st;
}

/* fd: -1 when there are none. */
static enum ws_status open_gathered(const struct ws_shards *s, int *fd, struct ws_error *err)
{
    *fd = -1;
    if (s->n == 0)
        return WS_OK;
    char *part = ws_part_name(s->list[0].name, s->attempt);
    if (!part)
        return no_memory(err);
    *fd = openat(s->place->dir_fd, part, O_RDONLY | O_CLOEXEC);
    enum ws_status st = *fd >= 0 ? WS_OK : ws_write_error(err, part);
    free(part);
    return st;
}

enum ws_status ws_signatures_publish(const struct ws_shards *s, struct ws_error *err)
{
    const struct ws_minhash_options o = options();
    int fd;
    enum ws_status st = open_gathered(s, &fd, err);
    for (unsigned band = 0; st == WS_OK && band < o.bands; band++)
        st = publish_band(s, fd, band, err);
    if (fd >= 0)
        close(fd);
    return st;
}

void ws_signatures_remove_parts(int signatures_fd, const char *name, const char *attempt)
{
    const struct ws_minhash_options o = options();
    char path[2 * NAME_MAX];
    for (unsigned band = 0; band < o.bands; band++) {
        int n = snprintf(path, sizeof path, "bucket_%03u/%s.minhash.sig.%s.part", band, name, attempt);
        if (n > 0 && (size_t)n < sizeof path)
            unlinkat(signatures_fd, path, 0);
    }
}
