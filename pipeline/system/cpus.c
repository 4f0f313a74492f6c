/* sched_getaffinity() and CPU_COUNT() are not in POSIX. This is the one file with code for one
 * system. */
#ifdef __linux__
#define _GNU_SOURCE
#include <sched.h>
#endif
#include "pipeline/system/cpus.h"
#include "warcsift/sift.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PATH_SIZE 4096

unsigned ws_first_count(const char *text)
{
    unsigned n = 0;
    if (!text)
        return 0;
    while (*text >= '0' && *text <= '9' && n < 100000)
        n = n * 10 + (unsigned)(*text++ - '0');
    return *text == '\0' || *text == ',' ? n : 0;
}

static bool read_line(const char *path, char *line, int size)
{
    FILE *f = fopen(path, "r");
    bool ok = f && fgets(line, size, f);
    if (f)
        fclose(f);
    return ok;
}

static unsigned round_up(long long quota, long long period)
{
    if (quota <= 0 || period <= 0)
        return 0;
    long long cpus = quota / period + (quota % period != 0);
    return cpus > 100000 ? 0 : (unsigned)cpus;
}

static unsigned least(unsigned a, unsigned b) /* 0: no limit */
{
    return !a ? b : !b ? a : a < b ? a : b;
}

/* cpu.max: "max 100000" or "150000 100000". */
static unsigned quota_v2(const char *dir)
{
    char file[PATH_SIZE + 16], line[64];
    snprintf(file, sizeof file, "%s/cpu.max", dir);
    char *period;
    if (!read_line(file, line, sizeof line))
        return 0;
    long long quota = strtoll(line, &period, 10);
    return round_up(quota, strtoll(period, NULL, 10));
}

static unsigned quota_v1(const char *dir)
{
    char file[PATH_SIZE + 32], quota[64], period[64];
    snprintf(file, sizeof file, "%s/cpu.cfs_quota_us", dir);
    if (!read_line(file, quota, sizeof quota))
        return 0;
    snprintf(file, sizeof file, "%s/cpu.cfs_period_us", dir);
    if (!read_line(file, period, sizeof period))
        return 0;
    return round_up(strtoll(quota, NULL, 10), strtoll(period, NULL, 10));
}

/* The least quota from root/group up to root. In a container the group named by /proc may not
 * be visible under root; then only the ancestors that are count. */
static unsigned least_quota(const char *root, const char *group,
                            unsigned (*quota)(const char *dir))
{
    char dir[PATH_SIZE];
    unsigned cpus = 0;
    int n = snprintf(dir, sizeof dir, "%s%s", root, group);
    if (n < 0 || (size_t)n >= sizeof dir)
        return 0;
    for (;;) {
        cpus = least(cpus, quota(dir));
        char *slash = strrchr(dir, '/');
        if (strlen(dir) <= strlen(root) || !slash)
            return cpus;
        *slash = '\0';
    }
}

/* Is "cpu" among the comma-separated controllers? */
static bool has_cpu(const char *controllers)
{
    for (;; controllers++) {
        size_t n = strcspn(controllers, ",");
        if (n == 3 && memcmp(controllers, "cpu", 3) == 0)
            return true;
        controllers += n;
        if (!*controllers)
            return false;
    }
}

unsigned ws_cgroup_cpus(const char *membership, const char *root)
{
    char line[PATH_SIZE], mount[PATH_SIZE];
    unsigned cpus = 0;
    FILE *f = fopen(membership, "r");
    while (f &&
           fgets(line, sizeof line, f)) { /* 4:cpu,cpuacct:/group, or 0::/group (version 2) */
        line[strcspn(line, "\n")] = '\0';
        char *controllers = strchr(line, ':');
        char *group = controllers ? strchr(++controllers, ':') : NULL;
        if (!group)
            continue;
        *group++ = '\0';
        if (!*controllers)
            cpus = least(cpus, least_quota(root, group, quota_v2));
        if (!has_cpu(controllers))
            continue;
        snprintf(mount, sizeof mount, "%.4000s/cpu", root);
        cpus = least(cpus, least_quota(mount, group, quota_v1));
    }
    if (f)
        fclose(f);
    return cpus;
}

static unsigned allowed_cpus(void)
{
#ifdef __linux__
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) == 0) /* fails on machines with more than 1024 */
        return (unsigned)CPU_COUNT(&set);
#endif
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n > 0 ? (unsigned)n : 1;
}

unsigned ws_default_threads(void)
{
    unsigned n = allowed_cpus();
    n = least(n, ws_cgroup_cpus("/proc/self/cgroup", "/sys/fs/cgroup"));
    n = least(n, ws_first_count(getenv("OMP_NUM_THREADS")));
    n = least(n, ws_first_count(getenv("SLURM_CPUS_PER_TASK")));
    return n ? n : 1;
}
