/* Any sequence of segments: four bytes each say what kind, of which record, which number and
 * how long. None is lost or doubled, blocks keep to the limit, and what is handed out is the
 * bytes that went in. */
#include "tests/fuzz/driver.h"
#include "warc/segments.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LIMIT 1000

static void check(bool ok)
{
    if (!ok)
        abort();
}

static struct ws_slice slice(const char *s)
{
    return (struct ws_slice){(const uint8_t *)s, strlen(s)};
}

/* Segments that came out. Every block is of one letter, which names its record. */
static size_t pop_all(struct ws_segments *s)
{
    struct ws_joined j;
    size_t out = 0;
    while (ws_segments_pop(s, &j)) {
        check(j.n > 0 && j.fate != WS_SEGMENT_NONE && j.fate != WS_SEGMENT_NO_START);
        check(j.block.n <= LIMIT && j.head.n >= 4);
        check(memcmp(j.head.p + j.head.n - 4, "\r\n\r\n", 4) == 0);
        for (size_t i = 0; i < j.block.n; i++)
            check(j.block.p[i] == j.block.p[0]);
        out += j.n;
    }
    return out;
}

static enum ws_segment_take offer(struct ws_segments *s, const uint8_t *p)
{
    static const char HEAD[] = "WARC/1.0\r\n\r\n";
    char id[20], number[20], total[20];
    uint8_t block[LIMIT];
    unsigned which = p[1] % 24, length = p[3] * 4u % (LIMIT + 1);
    struct ws_field f[3];
    struct ws_record rec = {.type = p[0] & 1 ? WS_REC_CONTINUATION : WS_REC_RESPONSE,
                            .fields = f};
    snprintf(id, sizeof id, "<%u>", which);
    snprintf(number, sizeof number, "%d", p[2] % 5);
    snprintf(total, sizeof total, "%u", length);
    memset(block, 'a' + (int)which, length);
    rec.id = slice(id);
    f[rec.n_fields++] = (struct ws_field){slice("WARC-Segment-Number"), slice(number)};
    if (p[0] & 1)
        f[rec.n_fields++] = (struct ws_field){slice("WARC-Segment-Origin-ID"), slice(id)};
    if ((p[0] & 6) == 6)
        f[rec.n_fields++] = (struct ws_field){slice("WARC-Segment-Total-Length"), slice(total)};
    if (p[0] & 8)
        rec.truncated = slice("length");
    return ws_segments_take(s, &rec, slice(HEAD), (struct ws_slice){block, length});
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct ws_archive_options o;
    ws_archive_options_init(&o);
    o.max_record_bytes = LIMIT;
    struct ws_segments *s = ws_segments_new(&o);
    size_t held = 0, out = 0;
    check(s != NULL);
    for (; n >= 4; data += 4, n -= 4) {
        enum ws_segment_take t = offer(s, data);
        check(t != WS_TAKE_NO_MEMORY);
        held += t == WS_TAKE_HELD;
        out += pop_all(s);
        check(out <= held);
    }
    ws_segments_end(s);
    out += pop_all(s);
    check(out == held);
    ws_segments_free(s);
    return 0;
}

#ifndef WS_LIBFUZZER
static size_t fuzz_seed(size_t i, uint8_t *p)
{
    static const char *const SEEDS[] = {
        "\2\1\1\20\3\1\2\20\17\1\3\20", "\2\1\1\20\2\2\1\20\7\2\2\20\7\1\2\20",
        "\2\1\1\200\3\1\2\200\3\1\3\1\7\1\4\1", "\2\1\1\370\2\2\1\370\2\3\1\370\7\1\2\1"};
    if (i >= sizeof SEEDS / sizeof *SEEDS)
        return 0;
    memcpy(p, SEEDS[i], strlen(SEEDS[i]));
    return strlen(SEEDS[i]);
}
#endif
