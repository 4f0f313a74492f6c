/* What holds for every compression alike: how records are spread over members, and damage. */
#include "tests/unit/archive_log.h"
#include "tests/unit/make_packed.h"
#include "warc/reader.h"

/* The ids of the records in a log, one digit each: "013". */
static const char *ids(const struct log *l)
{
    static char s[64];
    size_t n = 0;
    const char *p = (const char *)l->text.p, *end = p + l->text.n;
    while (p < end && n + 1 < sizeof s) {
        if (*p == '<')
            s[n++] = p[sizeof "<urn:uuid:" - 1];
        p = (const char *)memchr(p, '\n', (size_t)(end - p)) + 1;
    }
    s[n] = '\0';
    return s;
}

#define IDS(want, what)                                                                        \
    tap_bytes(ids(&got), strlen(ids(&got)), want, strlen(want), __FILE__, __LINE__, what)

static void put_part(struct ws_buf *b, const struct packer *k, struct ws_buf r, size_t from,
                     size_t to)
{
    k->put(b, r.p + from, to - from);
}

static void test_distribution(const struct packer *k)
{
    struct ws_buf b = {0}, r = {0};
    char want[200];
    put_packed(&b, k, 0, 1, 1000);
    size_t one = b.n;
    put_packed(&b, k, 1, 1, 300000);
    read_all_ways(b, k->name);
    snprintf(want, sizeof want, "<urn:uuid:0> 0 %zu 1000\n<urn:uuid:1> %zu %zu 300000\n=eof\n",
             one, one, b.n - one);
    IS_LOG(want, "a record in each member: offset and length are the member's");
    b.n = 0;

    for (int i = 0; i < 5; i++)
        put_record(&r, i, 100000);
    k->put(&b, r.p, r.n);
    read_all_ways(b, k->name);
    IDS("01234", "all records in one member");
    IS_INT(got.losses, 0, "nothing lost");
    b.n = r.n = 0;

    put_record(&r, 0, 5000);
    put_part(&b, k, r, 0, 10); /* in its header */
    put_part(&b, k, r, 10, r.n / 2);
    put_part(&b, k, r, r.n / 2, r.n);
    size_t whole = b.n;
    put_packed(&b, k, 1, 1, 50);
    read_all_ways(b, k->name);
    snprintf(want, sizeof want, "<urn:uuid:0> 0 %zu 5000\n<urn:uuid:1> %zu %zu 50\n=eof\n",
             whole, whole, b.n - whole);
    IS_LOG(want,
           "a record over three members has the offset of the first and the length of all");
    b.n = 0;

    k->put(&b, "", 0);
    put_packed(&b, k, 0, 1, 10);
    k->put(&b, "", 0);
    k->put(&b, "", 0);
    put_packed(&b, k, 1, 1, 10);
    put(&b, (const char[100]){0}, 100);
    put_packed(&b, k, 2, 1, 10);
    k->put(&b, "", 0);
    put(&b, (const char[1000]){0}, 1000);
    read_all_ways(b, k->name);
    IDS("012", "empty members and zero padding");
    IS_INT(got.losses, 0, "are no damage");
    ws_buf_release(&b);
    ws_buf_release(&r);
}

static void test_garbage(const struct packer *k)
{
    struct ws_buf b = {0};
    put_str(&b, "a log line\n\n");
    put_packed(&b, k, 0, 2, 700);
    put_str(&b, "rubbish");
    put_packed(&b, k, 2, 1, 700);
    put_str(&b, "rubbish at the end");
    read_all_ways(b, k->name);
    IDS("012", "garbage in front, between and behind");
    IS_INT(got.losses, 3, "is told three times");
    ws_buf_release(&b);
}

/* Members 0, 1, 2 with one byte of 1 changed, each in turn: 0 and 2 come out, and 1 whole or
 * not. */
static void test_flips(const struct packer *k)
{
    struct ws_buf b = {0}, text = {0};
    put_packed(&b, k, 0, 1, 600);
    size_t from = b.n, bad = 0, silent = 0;
    put_packed(&b, k, 1, 1, 600);
    size_t to = b.n;
    put_packed(&b, k, 2, 1, 600);
    for (int i = 0; i < 3; i++)
        put_text(&text, 600, (unsigned)i);
    for (size_t i = from; i < to; i++) {
        for (unsigned x = 1; x < 256; x += 42) {
            b.p[i] ^= (uint8_t)x;
            read_memory(&got, b, NULL);
            b.p[i] ^= (uint8_t)x;
            const char *s = ids(&got);
            bool all = strcmp(s, "012") == 0;
            bad += !all && strcmp(s, "02") != 0;
            bad += all && (got.blocks.n != text.n || memcmp(got.blocks.p, text.p, text.n) != 0);
            silent += !all && got.losses == 0;
        }
    }
    IS_INT(bad, 0, "a changed byte costs the record of its member at most");
    IS_INT(silent, 0, "and is told");
    ws_buf_release(&b);
    ws_buf_release(&text);
}

/* Every prefix of an archive has the records of its whole members. */
static void test_cuts(const struct packer *k)
{
    static const char *const WANT[] = {"", "0", "01", "012"};
    struct ws_buf b = {0};
    size_t end[4] = {0}, bad = 0, silent = 0;
    for (int i = 0; i < 3; i++) {
        put_packed(&b, k, i, 1, 400);
        end[i + 1] = b.n;
    }
    for (size_t n = 1, whole = 0; n <= b.n; n++) {
        struct ws_buf cut = b;
        whole += n == end[whole + 1];
        cut.n = n;
        read_memory(&got, cut, NULL);
        bad += strcmp(ids(&got), WANT[whole]) != 0;
        bool eof = got.text.n >= 5 && memcmp(got.text.p + got.text.n - 5, "=eof\n", 5) == 0;
        silent += n != end[whole] && got.losses == 0 && eof;
    }
    IS_INT(bad, 0, "a cut file has the records in front of the cut");
    IS_INT(silent, 0, "and is told to be one");
    ws_buf_release(&b);
}

/* A member of 3 MiB when packed, cut in its middle: what follows is taken for its data at
 * first. */
static void test_large_cut_member(const struct packer *k)
{
    struct ws_buf b = {0}, noise = {0}, r = {0};
    uint32_t x = 7;
    for (size_t i = 0; i < (size_t)3 << 20; i++) {
        x = x * 1664525u + 1013904223u;
        uint8_t c = (uint8_t)(x >> 24);
        put(&noise, &c, 1);
    }
    put_record_as(&r, 0, noise.p, noise.n, noise.n);
    k->put(&b, r.p, r.n);
    b.n -= (size_t)100 << 10;
    put_packed(&b, k, 1, 4, 3000);
    read_memory(&got, b, NULL);
    IDS("1234", "what follows a large cut member is found");
    IS_INT(got.losses, 1, "one loss");
    ws_buf_release(&b);
    ws_buf_release(&noise);
    ws_buf_release(&r);
}

/* Damage late in a member of many records: those in front of it come out. */
static void test_late_damage(const struct packer *k)
{
    struct ws_buf b = {0}, r = {0};
    for (int i = 0; i < 8; i++)
        put_record(&r, i, 100000);
    k->put(&b, r.p, r.n);
    memset(b.p + b.n * 6 / 8, 0xee, 3000);
    put_packed(&b, k, 8, 1, 100);
    read_all_ways(b, k->name);
    const char *s = ids(&got);
    OK(strncmp(s, "0123", 4) == 0 && s[strlen(s) - 1] == '8',
       "records in front of damage in a large member, and behind it (%s)", s);
    ws_buf_release(&b);
    ws_buf_release(&r);
}

/* A huge record that packs to nothing. */
static void put_giant(struct ws_buf *b, const struct packer *k, size_t n)
{
    struct ws_buf r = {0};
    char *zeros = calloc(n, 1);
    if (!zeros)
        abort();
    put_record_as(&r, 0, zeros, n, n);
    k->put(b, r.p, r.n);
    free(zeros);
    ws_buf_release(&r);
}

static void test_ratio(const struct packer *k)
{
    struct ws_archive_options o;
    struct ws_buf b = {0};
    put_giant(&b, k, (size_t)40 << 20);
    put_packed(&b, k, 1, 2, 500);
    ws_archive_options_init(&o);
    o.max_record_bytes = (uint64_t)64 << 20;
    o.max_inflate_ratio = 100;
    read_memory(&got, b, &o);
    IDS("12", "a member over the ratio is passed over");
    OK(strncmp((char *)got.text.p, "!inflate_ratio 0 ", 17) == 0, "and told as such");
    o.max_inflate_ratio = 100000;
    read_memory(&got, b, &o);
    IDS("012", "with a higher limit it is read");
    ws_buf_release(&b);
}

/* Passing over a record over the limit takes no more memory than any other. */
static void test_flat_memory(const struct packer *k)
{
    struct ws_archive_options o;
    struct ws_archive *a;
    struct ws_record rec;
    struct ws_slice block;
    struct ws_buf b = {0};
    put_giant(&b, k, (size_t)48 << 20);
    put_packed(&b, k, 1, 1, 500);
    ws_archive_options_init(&o);
    o.max_inflate_ratio = 100000;
    o.max_record_bytes = (uint64_t)1 << 20;
    if (ws_archive_open_memory(b.p, b.n, 0, &o, &a, NULL) != WS_OK)
        abort();
    OK(ws_archive_next(a, &rec) == WS_OK && ws_archive_block(a, &rec, &block) == WS_SKIP &&
           ws_archive_error(a)->code == WS_E_RECORD_TOO_BIG,
       "a block over the limit is skipped");
    OK(ws_archive_next(a, &rec) == WS_OK && ws_archive_block(a, &rec, &block) == WS_OK,
       "the next record is read");
    OK(a->in.out.cap <= (size_t)2 << 20, "with a window of %zu bytes", a->in.out.cap);
    ws_archive_close(a);
    ws_buf_release(&b);
}

/* Very many bytes that look like the start of a member, in front of a record: the search is
 * linear. */
static void test_false_starts(const struct packer *k)
{
    struct ws_buf b = {0}, seed = {0};
    k->put(&seed, "no record", 9);
    put_packed(&b, k, 0, 1, 100);
    put_str(&b, "!");
    while (b.n < (size_t)4 << 20)
        put(&b, seed.p, 12); /* cut, so that it takes what follows for its data */
    put_packed(&b, k, 1, 1, 100);
    read_memory(&got, b, NULL);
    OK(ids(&got)[0] == '0' && strchr(got.text.p ? (char *)got.text.p : "", '='),
       "four MiB of false starts are passed");
    ws_buf_release(&b);
    ws_buf_release(&seed);
}

int main(void)
{
    for (size_t i = 0; i < PACKERS_COUNT; i++) {
        const struct packer *k = &PACKERS[i];
        printf("# %s\n", k->name);
        test_distribution(k);
        test_garbage(k);
        test_flips(k);
        test_cuts(k);
        test_large_cut_member(k);
        test_late_damage(k);
        test_ratio(k);
        test_flat_memory(k);
        test_false_starts(k);
    }
    log_clear(&got);
    log_clear(&other);
    return tap_done();
}
