/* From arguments to inputs, and how many threads there are for them. */
#include "pipeline/input/inputs.h"
#include "pipeline/system/cpus.h"
#include "tests/tap.h"
#include "warcsift/sift.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char top[] = "/tmp/warcsift-inputs.XXXXXX";
static char msg[1000];

static void write_file(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");
    if (!f || fputs(text, f) < 0)
        printf("# cannot write %s\n", path);
    if (f)
        fclose(f);
}

static void test_names(void)
{
    static const struct {
        const char *path, *want;
    } CASES[] = {
        {"CC-0001.warc.gz", "CC-0001"},
        {"/a/b.c/x.warc", "x"},
        {"x.ARC.GZ", "x"},
        {"x.warc.zst", "x"},
        {"x.warc.wet.gz", "x.warc.wet"},
        {"x.gz", "x.gz"},
        {"stdin", "stdin"},
        {".warc", ".warc"},
        {"a.warc.gz.open", "a.warc.gz.open"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        char *name = ws_input_name(CASES[i].path);
        IS_STR(name ? name : "(null)", CASES[i].want, CASES[i].path);
        free(name);
    }
}

/* Paths joined by blanks. (The comparing macros evaluate their arguments more than once.) */
static const char *expand(struct ws_inputs *in, const char *a, const char *b)
{
    static char text[2000];
    const char *args[] = {a, b};
    const struct ws_inputs_how how = {.stdin_name = "given.warc"};
    size_t at = 0;
    msg[0] = text[0] = '\0';
    if (!ws_inputs_expand(in, args, b ? 2 : 1, &how, msg, sizeof msg))
        return "(failed)";
    for (size_t i = 0; i < in->n; i++)
        at += (size_t)snprintf(text + at, sizeof text - at, "%s%s", i ? " " : "",
                               in->list[i].path);
    return text;
}

static void test_directory(void)
{
    struct ws_inputs in;
    const char *got;
    mkdir("d", 0777);
    mkdir("d/b", 0777);
    mkdir("d/.hidden", 0777);
    mkdir("empty", 0777);
    write_file("d/c.warc.gz", "12345");
    write_file("d/b/z.warc", "1");
    write_file("d/b/A.arc.gz", "1");
    write_file("d/.hidden/x.warc", "1");
    write_file("d/.x.warc", "1");
    write_file("d/notes.txt", "1");
    write_file("d/a.warc.wat.gz", "1");
    if (symlink("..", "d/b/loop.warc") != 0)
        printf("# no symbolic links here\n");
    got = expand(&in, "d", NULL);
    IS_STR(got, "d/b/A.arc.gz d/b/z.warc d/c.warc.gz",
           "archives below a directory, in byte order, hidden ones and loops left out");
    IS_INT(ws_inputs_bytes(&in), 7, "their sizes");
    IS_STR(in.n ? in.list[0].source : "", "A.arc.gz", "the source has no directory");
    ws_inputs_release(&in);
    got = expand(&in, "d/", NULL);
    IS_STR(got, "d/b/A.arc.gz d/b/z.warc d/c.warc.gz", "a slash behind it makes no difference");
    ws_inputs_release(&in);
    got = expand(&in, "empty", NULL);
    IS_STR(got, "(failed)", "a directory without archives");
    OK(strstr(msg, "empty: no archive") != NULL, "is told: %s", msg);
    ws_inputs_release(&in);
}

static void test_list(void)
{
    struct ws_inputs in;
    const char *got;
    write_file("list", "# comment\n\nd/c.warc.gz\r\nmissing.warc\n-\nlast.warc");
    got = expand(&in, "@list", "x");
    IS_STR(got, "d/c.warc.gz missing.warc - last.warc x", "a list of paths, then another");
    IS_INT(ws_inputs_bytes(&in), 0, "with unknown sizes among them, so has the sum");
    IS_STR(in.n > 2 ? in.list[2].source : "", "given.warc",
           "standard input goes by the name it is given");
    IS_STR(in.n > 2 ? in.list[2].name : "", "given", "and so do its shards");
    ws_inputs_release(&in);
    write_file("list-of-files", "d/c.warc.gz\nd/b/z.warc\nnowhere.warc\nd/notes.txt\n");
    got = expand(&in, "@list-of-files", NULL);
    IS_STR(got, "d/c.warc.gz d/b/z.warc nowhere.warc d/notes.txt",
           "lines named like archives are not looked at");
    OK(in.n == 4 && in.list[0].unseen && !in.list[0].is_file && !in.list[3].unseen &&
           in.list[3].is_file,
       "until they have to be");
    ws_inputs_select(&in, 0, 2);
    OK(in.n == 2 && in.n_elsewhere == 2 && strcmp(in.list[1].path, "nowhere.warc") == 0,
       "every other one");
    ws_inputs_look(&in);
    OK(in.list[0].is_file && in.list[0].size == 5 && !in.list[1].is_file && !in.list[1].unseen,
       "then they are, as far as they are there");
    ws_inputs_release(&in);
    got = expand(&in, "@nolist", NULL);
    IS_STR(got, "(failed)", "a list that is not there");
    OK(strstr(msg, "nolist: No such file") != NULL, "is told: %s", msg);
    ws_inputs_release(&in);
    write_file("hollow", "# nothing\n");
    got = expand(&in, "@hollow", NULL);
    IS_STR(got, "(failed)", "a list of nothing");
    ws_inputs_release(&in);
    got = expand(&in, "-", "-");
    IS_STR(got, "(failed)", "standard input twice");
    ws_inputs_release(&in);
}

static void test_clash(void)
{
    struct ws_inputs in;
    const struct ws_input *a, *b;
    expand(&in, "x/same.warc.gz", "y/same.warc");
    OK(ws_inputs_find_clash(&in, &a, &b) && strcmp(a->path, "x/same.warc.gz") == 0 &&
           strcmp(b->path, "y/same.warc") == 0,
       "two inputs with one name are found, in their order");
    ws_inputs_release(&in);
    expand(&in, "a.warc", "b.warc");
    OK(!ws_inputs_find_clash(&in, &a, &b), "two names are fine");
    ws_inputs_release(&in);
}

static void test_counts(void)
{
    IS_INT(ws_first_count("8"), 8, "OMP_NUM_THREADS=8");
    IS_INT(ws_first_count("4,2"), 4, "OMP_NUM_THREADS=4,2");
    IS_INT(ws_first_count("four"), 0, "no number");
    IS_INT(ws_first_count("2x"), 0, "a number and more");
    IS_INT(ws_first_count(""), 0, "empty");
    IS_INT(ws_first_count(NULL), 0, "not set");
}

static void test_cgroup(void)
{
    mkdir("cg", 0777);
    mkdir("cg/job", 0777);
    mkdir("cg/job/step", 0777);
    mkdir("cg/cpu", 0777);
    mkdir("cg/cpu/old", 0777);
    write_file("member2", "0::/job/step\n");
    write_file("member1", "5:memory:/m\n4:cpu,cpuacct:/old\n");
    IS_INT(ws_cgroup_cpus("member2", "cg"), 0, "no quota files: no limit");
    write_file("cg/job/step/cpu.max", "max 100000\n");
    IS_INT(ws_cgroup_cpus("member2", "cg"), 0, "cpu.max says max");
    write_file("cg/job/cpu.max", "250000 100000\n");
    IS_INT(ws_cgroup_cpus("member2", "cg"), 3,
           "two and a half processors of the parent, rounded up");
    write_file("cg/job/step/cpu.max", "100000 100000\n");
    IS_INT(ws_cgroup_cpus("member2", "cg"), 1, "the least on the way counts");
    write_file("cg/cpu/old/cpu.cfs_quota_us", "-1\n");
    write_file("cg/cpu/old/cpu.cfs_period_us", "100000\n");
    IS_INT(ws_cgroup_cpus("member1", "cg"), 0, "version 1 without a quota");
    write_file("cg/cpu/old/cpu.cfs_quota_us", "400000\n");
    IS_INT(ws_cgroup_cpus("member1", "cg"), 4, "version 1 with one");
    IS_INT(ws_cgroup_cpus("nowhere", "cg"), 0, "no such file");
}

static void test_default_threads(void)
{
    unsetenv("SLURM_CPUS_PER_TASK");
    setenv("OMP_NUM_THREADS", "1", 1);
    IS_INT(ws_default_threads(), 1, "OMP_NUM_THREADS is kept to");
    setenv("OMP_NUM_THREADS", "100000", 1);
    unsigned all = ws_default_threads();
    OK(all >= 1 && all < 100000, "but the machine sets the limit");
    setenv("SLURM_CPUS_PER_TASK", "1", 1);
    IS_INT(ws_default_threads(), 1, "SLURM_CPUS_PER_TASK is kept to");
}

int main(void)
{
    test_names();
    if (!mkdtemp(top) || chdir(top) != 0) {
        printf("Bail out! no temporary directory\n");
        return 1;
    }
    test_directory();
    test_list();
    test_clash();
    test_counts();
    test_cgroup();
    test_default_threads();
    char command[100];
    snprintf(command, sizeof command, "rm -rf %s", top);
    return (chdir("/") == 0 && system(command) == 0) ? tap_done() : 1;
}
