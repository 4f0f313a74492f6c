/* Lines to chunks to files: sizes, splits, compression, and what is left after a failure. */
#include "pipeline/output/shard.h"
#include "tests/tap.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <zlib.h>
#ifdef WS_HAVE_ZSTD
#include <zstd.h>
#endif

#define MAX_LINE (1u << 20)

static char tmp[] = "/tmp/warcsift-shard.XXXXXX";
static int tmp_fd;

/* --- helpers -------------------------------------------------------------------------- */

/* Appends n bytes that end in a newline as one line. */
static bool add_line(struct ws_chunk_filler *f, struct ws_chunks *done, size_t n)
{
    size_t at = f->plain.n;
    if (!ws_buf_reserve(&f->plain, n))
        return false;
    memset(f->plain.p + at, 'x', n);
    f->plain.p[at + n - 1] = '\n';
    f->plain.n += n;
    return ws_chunk_line_added(f, at, done);
}

/* One batch: lines of these sizes, 0 ends the list. */
static void make_chunks(struct ws_chunks *c, enum ws_compress kind, uint64_t shard_bytes,
                        const size_t *lines)
{
    struct ws_chunk_filler f;
    ws_chunks_init(c, 64u << 20);
    bool ok = ws_chunk_filler_init(&f, kind, shard_bytes, MAX_LINE);
    for (; ok && *lines; lines++)
        ok = add_line(&f, c, *lines);
    OK(ok && ws_chunk_close(&f, c), "lines are gathered");
    ws_chunk_filler_release(&f);
}

/* Names in the directory, sorted and joined by blanks. */
static const char *listing(char *text, size_t size)
{
    struct dirent **list;
    int n = scandir(tmp, &list, NULL, alphasort);
    size_t at = 0;
    text[0] = '\0';
    for (int i = 0; i < n; i++) {
        if (list[i]->d_name[0] != '.')
            at +=
                (size_t)snprintf(text + at, size - at, "%s%s", at ? " " : "", list[i]->d_name);
        free(list[i]);
    }
    if (n >= 0)
        free(list);
    return text;
}

static void empty_tmp(void)
{
    DIR *d = opendir(tmp);
    for (const struct dirent *e; d && (e = readdir(d)) != NULL;)
        if (e->d_name[0] != '.')
            unlinkat(tmp_fd, e->d_name, 0);
    if (d)
        closedir(d);
}

static size_t read_file(const char *name, char *p, size_t size)
{
    int fd = openat(tmp_fd, name, O_RDONLY);
    ssize_t n = fd < 0 ? -1 : read(fd, p, size);
    if (fd >= 0)
        close(fd);
    return n < 0 ? 0 : (size_t)n;
}

/* Bytes that all gzip members of a file come to; SIZE_MAX: damaged. */
static size_t gunzipped(const char *p, size_t n)
{
    uint8_t sink[1 << 16];
    size_t total = 0;
    z_stream z = {.next_in = (Bytef *)(uintptr_t)p, .avail_in = (uInt)n};
    int r = inflateInit2(&z, 15 + 16);
    while (z.avail_in && r == Z_OK) {
        z.next_out = sink;
        z.avail_out = sizeof sink;
        r = inflate(&z, Z_NO_FLUSH);
        total += sizeof sink - z.avail_out;
        if (r == Z_STREAM_END && z.avail_in)
            r = inflateReset(&z);
    }
    inflateEnd(&z);
    return r == Z_STREAM_END ? total : SIZE_MAX;
}

/* --- tests ---------------------------------------------------------------------------- */

static void test_chunk_sizes(void)
{
    struct ws_chunks c;
    const size_t at_limit[] = {WS_CHUNK_BYTES / 2, WS_CHUNK_BYTES / 2, 1, 0};
    make_chunks(&c, WS_COMPRESS_NONE, 0, at_limit);
    OK(c.n == 2 && c.list[0].plain_bytes == WS_CHUNK_BYTES && c.list[0].articles == 2 &&
           c.list[1].plain_bytes == 1 && c.list[1].articles == 1,
       "a chunk is filled to its limit and not beyond");
    ws_chunks_release(&c);

    const size_t long_line[] = {10, WS_CHUNK_BYTES + 1, 10, 0};
    make_chunks(&c, WS_COMPRESS_NONE, 0, long_line);
    OK(c.n == 3 && c.list[1].plain_bytes == WS_CHUNK_BYTES + 1 && c.list[1].articles == 1,
       "a line over the limit stands alone");
    ws_chunks_release(&c);

    const size_t small[] = {40, 40, 40, 0};
    make_chunks(&c, WS_COMPRESS_NONE, 100, small);
    OK(c.n == 2 && c.list[0].plain_bytes == 80, "a smaller shard makes smaller chunks");
    ws_chunks_release(&c);

    const size_t none[] = {0};
    make_chunks(&c, WS_COMPRESS_GZIP, 0, none);
    OK(c.n == 0 && c.bytes.n == 0, "no line, no chunk");
    ws_chunks_release(&c);
}

static void test_members(void)
{
    struct ws_chunks c, again;
    const size_t lines[] = {100, WS_CHUNK_BYTES, 5000, 0};
    make_chunks(&c, WS_COMPRESS_GZIP, 0, lines);
    make_chunks(&again, WS_COMPRESS_GZIP, 0, lines);
    OK(c.n == 3, "three chunks");
    for (size_t i = 0; i < c.n; i++)
        IS_INT(gunzipped((const char *)c.bytes.p + c.list[i].at, c.list[i].n),
               c.list[i].plain_bytes, "each chunk is a gzip file of its own");
    IS_INT(gunzipped((const char *)c.bytes.p, c.bytes.n), 100 + WS_CHUNK_BYTES + 5000,
           "and so are all together");
    OK(c.bytes.n == again.bytes.n && memcmp(c.bytes.p, again.bytes.p, c.bytes.n) == 0,
       "the same bytes every time");
    OK(memcmp(c.bytes.p, "\x1f\x8b\x08\0\0\0\0\0", 8) == 0 && c.bytes.p[9] == 255,
       "no time, no system in the header");
    ws_chunks_release(&c);
    ws_chunks_release(&again);
}

static void test_nothing(void)
{
    struct ws_slice gz = ws_encoded_nothing(WS_COMPRESS_GZIP);
    IS_INT(gunzipped((const char *)gz.p, gz.n), 0, "an empty gzip file is a valid one");
    IS_INT(ws_encoded_nothing(WS_COMPRESS_NONE).n, 0, "an empty plain file is empty");
#ifdef WS_HAVE_ZSTD
    char sink[1];
    struct ws_slice zst = ws_encoded_nothing(WS_COMPRESS_ZSTD);
    OK(!ZSTD_isError(ZSTD_decompress(sink, 0, zst.p, zst.n)),
       "an empty zstd file is a valid one");
#endif
}

#ifdef WS_HAVE_ZSTD
static void test_zstd(void)
{
    static char plain[WS_CHUNK_BYTES];
    struct ws_chunks c;
    const size_t lines[] = {100, WS_CHUNK_BYTES, 0};
    make_chunks(&c, WS_COMPRESS_ZSTD, 0, lines);
    bool ok = c.n == 2;
    for (size_t i = 0; ok && i < c.n; i++)
        ok = ZSTD_decompress(plain, sizeof plain, c.bytes.p + c.list[i].at, c.list[i].n) ==
             c.list[i].plain_bytes;
    OK(ok, "each chunk is a zstd frame of its own");
    ws_chunks_release(&c);
}
#endif

/* Writes all chunks as input "in". */
static enum ws_status write_shards(struct ws_shards *s, const struct ws_chunks *c,
                                   struct ws_error *err)
{
    enum ws_status st = WS_OK;
    for (size_t i = 0; st == WS_OK && i < c->n; i++)
        st = ws_shards_append(s, c, i, err);
    return st;
}

static void test_one_shard(void)
{
    char names[500], bytes[1000];
    struct ws_error err;
    struct ws_chunks c;
    struct ws_shards s;
    struct ws_shard_place place = {.dir_fd = tmp_fd, .compress = WS_COMPRESS_GZIP};
    const size_t lines[] = {100, 200, 0};
    make_chunks(&c, WS_COMPRESS_GZIP, 0, lines);
    ws_shards_init(&s, &place, "in", "h-1-0");
    IS_STR(listing(names, sizeof names), "",
           "nothing is made before there is something to write");
    OK(write_shards(&s, &c, &err) == WS_OK, "chunks are written");
    IS_STR(listing(names, sizeof names), "in.jsonl.gz.h-1-0.part",
           "to a part with a name of this attempt");
    OK(ws_shards_finish(&s, &err) == WS_OK, "finished");
    IS_STR(listing(names, sizeof names), "in.jsonl.gz.h-1-0.part", "it has that name still");
    OK(ws_shards_publish(&s, &err) == WS_OK, "published");
    IS_STR(listing(names, sizeof names), "in.jsonl.gz", "then it has its name");
    OK(s.n == 1 && s.list[0].articles == 2 && s.list[0].plain_bytes == 300 &&
           s.list[0].bytes == read_file("in.jsonl.gz", bytes, sizeof bytes),
       "and the list knows it");
    IS_INT(gunzipped(bytes, (size_t)s.list[0].bytes), 300, "its bytes are right");
    ws_shards_release(&s);
    ws_chunks_release(&c);
    empty_tmp();
}

static void test_split(void)
{
    char names[500];
    struct ws_error err;
    struct ws_chunks c;
    struct ws_shards s;
    struct ws_shard_place place = {
        .dir_fd = tmp_fd, .compress = WS_COMPRESS_NONE, .shard_bytes = 100};
    const size_t lines[] = {50, 50, 1, 150, 99, 1, 0};
    make_chunks(&c, WS_COMPRESS_NONE, 100, lines);
    ws_shards_init(&s, &place, "in", "h-1-0");
    OK(write_shards(&s, &c, &err) == WS_OK && ws_shards_finish(&s, &err) == WS_OK &&
           ws_shards_publish(&s, &err) == WS_OK,
       "written");
    IS_STR(listing(names, sizeof names),
           "in-00000.jsonl in-00001.jsonl in-00002.jsonl in-00003.jsonl", "numbered shards");
    OK(s.n == 4 && s.list[0].plain_bytes == 100 && s.list[1].plain_bytes == 1 &&
           s.list[2].plain_bytes == 150 && s.list[3].plain_bytes == 100,
       "filled to the size and not beyond, but for the long line");
    ws_shards_release(&s);
    ws_chunks_release(&c);
    empty_tmp();
}

/* Batches meet inside a shard: a chunk goes in as long as it fits. */
static void test_split_over_batches(void)
{
    struct ws_error err;
    struct ws_chunks c;
    struct ws_shards s;
    struct ws_shard_place place = {
        .dir_fd = tmp_fd, .compress = WS_COMPRESS_NONE, .shard_bytes = 100};
    const size_t lines[] = {60, 0};
    make_chunks(&c, WS_COMPRESS_NONE, 100, lines);
    ws_shards_init(&s, &place, "in", "h-1-0");
    bool ok = true;
    for (int batch = 0; batch < 3; batch++)
        ok = ok && write_shards(&s, &c, &err) == WS_OK;
    OK(ok && ws_shards_finish(&s, &err) == WS_OK, "three batches");
    OK(s.n == 3 && s.list[0].plain_bytes == 60, "do not share a shard they would overfill");
    ws_shards_release(&s);
    ws_chunks_release(&c);
    empty_tmp();
}

static void test_abandon(void)
{
    char names[500];
    struct ws_error err;
    struct ws_chunks c;
    struct ws_shards s;
    struct ws_shard_place place = {
        .dir_fd = tmp_fd, .compress = WS_COMPRESS_NONE, .shard_bytes = 100};
    const size_t lines[] = {100, 100, 0};
    make_chunks(&c, WS_COMPRESS_NONE, 100, lines);
    ws_shards_init(&s, &place, "in", "h-1-0");
    OK(ws_shards_append(&s, &c, 0, &err) == WS_OK, "a shard is begun");
    OK(ws_shards_append(&s, &c, 1, &err) == WS_OK, "the next one is begun");
    IS_STR(listing(names, sizeof names), "in-00000.jsonl.h-1-0.part in-00001.jsonl.h-1-0.part",
           "none has its name before all are complete");
    ws_shards_discard(&s);
    ws_shards_release(&s);
    IS_STR(listing(names, sizeof names), "", "nothing is left");
    ws_chunks_release(&c);
    empty_tmp();
}

static void test_no_articles(void)
{
    char names[500], bytes[100];
    struct ws_error err;
    struct ws_shards s;
    struct ws_shard_place place = {.dir_fd = tmp_fd, .compress = WS_COMPRESS_GZIP};
    ws_shards_init(&s, &place, "none", "h-1-0");
    OK(ws_shards_finish(&s, &err) == WS_OK, "an input without articles");
    IS_STR(listing(names, sizeof names), "none.jsonl.gz.h-1-0.part", "has a shard");
    IS_INT(gunzipped(bytes, read_file("none.jsonl.gz.h-1-0.part", bytes, sizeof bytes)), 0,
           "that is empty and valid");
    ws_shards_release(&s);
    empty_tmp();
}

static void test_stale_part(void)
{
    char names[500];
    struct ws_error err;
    struct ws_outfile f;
    close(openat(tmp_fd, "x.h-1-0.part", O_CREAT | O_WRONLY, 0666));
    OK(ws_outfile_create(&f, tmp_fd, "x", "h-1-0", &err) == WS_OK &&
           ws_outfile_write(&f, "ab", 2, &err) == WS_OK &&
           ws_outfile_publish(&f, &err) == WS_OK,
       "a part that a dead process left is replaced");
    ws_outfile_discard(&f);
    IS_STR(listing(names, sizeof names), "x", "and gone");
    empty_tmp();
}

static void test_stream(void)
{
    struct ws_error err;
    struct ws_chunks c;
    struct ws_shards s;
    const size_t lines[] = {100, 100, 0};
    make_chunks(&c, WS_COMPRESS_NONE, 0, lines);
    struct ws_shard_place place = {.dir_fd = -1, .compress = WS_COMPRESS_NONE};
    place.stream_fd = openat(tmp_fd, "stream", O_CREAT | O_RDWR, 0666);
    ws_shards_init(&s, &place, "in", "h-1-0");
    OK(write_shards(&s, &c, &err) == WS_OK && ws_shards_finish(&s, &err) == WS_OK,
       "to a stream");
    IS_INT(lseek(place.stream_fd, 0, SEEK_END), 200, "all bytes");
    ws_shards_release(&s);
    close(place.stream_fd);
    empty_tmp();

    place.stream_fd = open("/dev/full", O_WRONLY);
    if (place.stream_fd < 0) {
        tap_skip("no /dev/full");
    } else {
        ws_shards_init(&s, &place, "in", "h-1-0");
        OK(write_shards(&s, &c, &err) == WS_FATAL && err.code == WS_E_IO && err.sys_errno != 0,
           "a full disk is told");
        OK(strncmp(err.msg, "No space left on device", 23) == 0, "in words: %s", err.msg);
        ws_shards_release(&s);
        close(place.stream_fd);
    }
    ws_chunks_release(&c);
}

int main(void)
{
    if (!mkdtemp(tmp) || (tmp_fd = open(tmp, O_RDONLY | O_DIRECTORY)) < 0) {
        printf("Bail out! no temporary directory\n");
        return 1;
    }
    test_chunk_sizes();
    test_members();
    test_nothing();
#ifdef WS_HAVE_ZSTD
    test_zstd();
#endif
    test_one_shard();
    test_split();
    test_split_over_batches();
    test_abandon();
    test_no_articles();
    test_stale_part();
    test_stream();
    close(tmp_fd);
    rmdir(tmp);
    return tap_done();
}
