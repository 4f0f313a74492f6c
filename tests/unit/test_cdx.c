/* Lines of an index, as different writers have them. */
#include "pipeline/input/cdx.h"
#include "tests/tap.h"

static const struct {
    const char *line, *filename; /* NULL: names no record */
    uint64_t offset, length;
} LINES[] = {
    {"com,a)/ 20240501102030 {\"url\": \"http://a/\", \"length\": \"5284\", \"offset\": \"837\", \"filename\": \"a.warc.gz\"}",
     "a.warc.gz", 837, 5284},
    {"com,a)/ 20240501102030 {\"offset\":0,\"length\":1,\"filename\":\"crawl-data/x/warc/b.warc.gz\"}", "b.warc.gz", 0, 1},
    {"com,a)/ 2024  {\"filename\":\"x\\/y\\\"z\",\"offset\":1,\"length\":2,\"languages\":[\"e\",{\"]\":\"}\"}],\"t\":true}",
     "y\"z", 1, 2},
    {"com,a)/ 2024 {\"offset\":3,\"length\":4}", "", 3, 4},
    {"com,a)/ 2024 {\"offset\":3 , \"length\": 4 }", "", 3, 4},
    {"com,a)/ 2024 {\"offset\":3,\"length\":\"-\"}", NULL, 0, 0},
    {"com,a)/ 2024 {\"offset\":3,\"length\":0}", NULL, 0, 0},
    {"com,a)/ 2024 {\"offset\":-3,\"length\":1}", NULL, 0, 0},
    {"com,a)/ 2024 {\"offset\":99999999999999999999999,\"length\":1}", NULL, 0, 0},
    {"com,a)/ 2024 {\"length\":1}", NULL, 0, 0},
    {"com,a)/ 2024 {\"offset\":3,\"length\":4", NULL, 0, 0},
    {"com,a)/ 2024 {\"offset\":3,\"length\":4,\"url\":\"x", NULL, 0, 0},
    {"com,a)/ 2024 {\"offset\":3,\"length\":4,\"x\":[[[[", NULL, 0, 0},
    {"com,a)/ 2024 {\"offset\":3,\"length\":4,}x", "", 3, 4},
    {"com,a)/ 2024", NULL, 0, 0},
    {"com,a)/ 2024 ", NULL, 0, 0},
    {"com,a)/ 2024 text/html 200", NULL, 0, 0},
    {"{}", NULL, 0, 0},
    {"", NULL, 0, 0},
};

int main(void)
{
    for (size_t i = 0; i < sizeof LINES / sizeof *LINES; i++) {
        struct ws_cdx_line got;
        bool ok = ws_cdx_line_parse(SLICE(LINES[i].line), &got);
        if (!OK(ok == (LINES[i].filename != NULL), "%s", LINES[i].line) || !ok)
            continue;
        IS_INT(got.place.offset, LINES[i].offset, "its offset");
        IS_INT(got.place.length, LINES[i].length, "its length");
        IS_STR(got.filename, LINES[i].filename, "its file");
    }
    return tap_done();
}
