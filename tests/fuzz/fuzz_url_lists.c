/* Lines of any kind as lists, and each of them as an address: what a list of places took is
 * found by it. */
#include "tests/fuzz/driver.h"
#include "pipeline/corpus/url_lists.h"

#include <stdlib.h>
#include <string.h>

/* Calls visit for each line; the first byte of one says which list it belongs to. */
static void each_line(struct ws_url_lists *l, const uint8_t *data, size_t n,
                      void (*visit)(struct ws_url_lists *l, enum ws_url_list which,
                                    struct ws_slice line))
{
    for (size_t i = 0, end; i < n; i = end + 1) {
        for (end = i; end < n && data[end] != '\n'; end++)
            ;
        if (end > i)
            visit(l, (enum ws_url_list)(data[i] % WS_URL_LIST_COUNT),
                  (struct ws_slice){data + i + 1, end - i - 1});
    }
}

static void add(struct ws_url_lists *l, enum ws_url_list which, struct ws_slice line)
{
    if (ws_url_lists_add(l, which, line) == WS_FATAL)
        abort();
}

/* Blanks separate, and hide what is behind them. */
static bool is_plain(struct ws_slice line)
{
    for (size_t i = 0; i < line.n; i++)
        if (line.p[i] <= ' ')
            return false;
    return line.n && line.p[0] != '#' && line.p[0] != '*' && line.n < 200;
}

static void look(struct ws_url_lists *l, enum ws_url_list which, struct ws_slice line)
{
    enum ws_url_hit hit = ws_url_lists_judge(l, line);
    struct ws_url_lists other;
    ws_url_lists_init(&other);
    enum ws_status st = ws_url_lists_add(&other, WS_LIST_PLACES, line);
    ws_url_lists_release(&other);
    if (which == WS_LIST_PLACES && is_plain(line) && st == WS_OK &&
        (hit == WS_URL_NO_HIT || hit > WS_URL_ADDRESS))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct ws_url_lists l;
    ws_url_lists_init(&l);
    each_line(&l, data, n, add);
    if (!ws_url_lists_close(&l))
        abort();
    each_line(&l, data, n, look);
    ws_url_lists_judge(&l, (struct ws_slice){data, n});
    ws_url_lists_release(&l);
    return 0;
}

static size_t fuzz_seed(size_t i, uint8_t *p)
{
    static const char *const SEEDS[] = {
        "@bad.example\n@good.org/members/~joe/\n@0.0.0.0 ads.example # "
        "x\n@*.b.example\n@http://u:p@c.example:80/x?y&z#f",
        "Ahard\nBsoft\nBmellow\nCcheap offers\n@www.d.example/\nChe\nCche\nCap-o",
        "@1.2.3.4\n@[2a00::1]/x\n@co.uk\n@http://sub.1.2.3.4/"
        "\n@..e.example..\n@f.example?x=1&y=2",
    };
    if (i >= sizeof SEEDS / sizeof *SEEDS)
        return 0;
    memcpy(p, SEEDS[i], strlen(SEEDS[i]));
    return strlen(SEEDS[i]);
}

#include "tests/fuzz/seeded.h"
