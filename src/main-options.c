/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "main-options.h"

#include <elf.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>

#include "base/binfmt.h"
#include "base/error.h"
#include "base/log.h"

enum { EXIT_USAGE = 1, EXIT_HOST = 125 };

/* The sanitizers' shadow memory is where the guest's usually is. */
#ifdef CALQUE_SANITIZERS
#define DEFAULT_BASE (UINT64_C(1) << 45)
#else
#define DEFAULT_BASE UINT64_C(0)
#endif

typedef void option_fn(struct options *o, const char *arg);

struct option {
    const char *names[2];
    const char *env; /* after CALQUE_ */
    bool qemu;       /* QEMU_ is as good */
    const char *arg; /* what follows, NULL: nothing */
    const char *help;
    option_fn *set;
};

static void set_prefix(struct options *o, const char *arg)
{
    /* The guest may change its directory. */
    char *path = realpath(arg, NULL);

    if (!path)
        warn_line("-L: %s: %s", arg, strerror(errno));
    /* "/" is where paths are looked up anyway. */
    o->config.sysroot = path && strcmp(path, "/") != 0 ? path : NULL;
}

static uint64_t parse_number(const char *option, const char *arg, bool suffix)
{
    char *end;
    uint64_t n, factor = 1;

    errno = 0;
    n = strtoull(arg, &end, 0);
    if (suffix && *end && strchr("kKmMgG", *end)) {
        switch (*end++ | 0x20) {
        case 'k': factor = 1ull << 10; break;
        case 'm': factor = 1ull << 20; break;
        default: factor = 1ull << 30; break;
        }
    }
    if (errno || end == arg || *end || *arg == '-' ||
        __builtin_mul_overflow(n, factor, &n))
        die(EXIT_USAGE, "%s: not a number: %s", option, arg);
    return n;
}

static void set_stack(struct options *o, const char *arg)
{
    uint64_t n = parse_number("-s", arg, true);

    if (n < 64 * 1024 || n > 1ull << 37)
        die(EXIT_USAGE, "-s: 64K at least and 128G at most");
    o->config.stack_size = n;
}

static void list_switches(const struct cpu_switch *s)
{
    enum { WIDTH = 79 };
    static const char title[] = "  with NAME=on or NAME=off:";
    int column = 0;

    if (s)
        column = printf("%s", title);
    for (; s && s->name; s++) {
        if (column + 1 + (int)strlen(s->name) > WIDTH)
            column = printf("\n   ") - 1;
        column += printf(" %s", s->name);
    }
    if (column)
        putchar('\n');
}

static _Noreturn void list_models(void)
{
    const struct target *t;

    for (unsigned i = 0; (t = target_at(i)) != NULL; i++) {
        printf("%s:\n", t->name);
        for (const struct cpu_model *m = t->models; m && m->name; m++)
            printf("  %-16s %s\n", m->name, m->description);
        list_switches(t->switches);
    }
    exit(EXIT_SUCCESS);
}

static void set_cpu(struct options *o, const char *arg)
{
    if (strcmp(arg, "help") == 0 || strcmp(arg, "?") == 0)
        list_models();
    o->config.cpu_model = arg;
}

/* Index of the variable whose name is the first n bytes of s, or n_env. */
static size_t env_find(const struct options *o, const char *s, size_t n)
{
    size_t i;

    for (i = 0; i < o->n_env; i++)
        if (strncmp(o->env[i], s, n) == 0 && o->env[i][n] == '=')
            break;
    return i;
}

static void env_append(struct options *o, char *assignment)
{
    if (o->n_env + 1 >= o->max_env) {
        o->max_env = o->max_env * 2 + 64;
        o->env = realloc(o->env, o->max_env * sizeof(*o->env));
        if (!o->env)
            die(EXIT_HOST, "out of memory");
    }
    o->env[o->n_env++] = assignment;
    o->env[o->n_env] = NULL;
}

static void env_put(struct options *o, char *assignment)
{
    size_t i = env_find(o, assignment, strcspn(assignment, "="));

    if (i == o->n_env)
        env_append(o, assignment);
    else
        o->env[i] = assignment;
}

static void each_part(struct options *o, const char *arg,
                      void (*fn)(struct options *o, char *part))
{
    char *copy = strdup(arg), *save = NULL;

    if (!copy)
        die(EXIT_HOST, "out of memory");
    for (char *p = strtok_r(copy, ",", &save); p;
         p = strtok_r(NULL, ",", &save))
        fn(o, p);
}

static void set_one(struct options *o, char *part)
{
    if (!strchr(part, '='))
        die(EXIT_USAGE, "-E: no = in %s", part);
    env_put(o, part);
}

static void unset_one(struct options *o, char *part)
{
    size_t i = env_find(o, part, strlen(part));

    if (strchr(part, '='))
        die(EXIT_USAGE, "-U: = in %s", part);
    if (i < o->n_env)
        memmove(o->env + i, o->env + i + 1, (o->n_env-- - i) * sizeof(*o->env));
}

static void set_env(struct options *o, const char *arg)
{
    each_part(o, arg, set_one);
}

static void unset_env(struct options *o, const char *arg)
{
    each_part(o, arg, unset_one);
}

static void set_argv0(struct options *o, const char *arg)
{
    o->argv0 = arg;
}

static void set_release(struct options *o, const char *arg)
{
    o->config.uname_release = arg;
}

static void set_log(struct options *o, const char *arg)
{
    uint32_t mask = 0;
    const char *bad;

    if (strcmp(arg, "help") == 0 || strcmp(arg, "?") == 0) {
        for (unsigned i = 0; i < LOG_BIT_COUNT; i++)
            printf("%-8s %s\n", log_items[i].name, log_items[i].help);
        exit(EXIT_SUCCESS);
    }
    bad = log_parse(arg, &mask);
    if (bad)
        die(EXIT_USAGE, "-d: unknown item: %s", bad);
    o->config.log_mask |= mask;
}

static void set_log_file(struct options *o, const char *arg)
{
    o->config.log_file = arg;
}

static void set_strace(struct options *o, const char *arg)
{
    (void)arg;
    o->config.strace = true;
    o->config.log_mask |= LOG_STRACE;
}

static void set_perf_map(struct options *o, const char *arg)
{
    (void)arg;
    o->perf_map = true;
}

static void set_stats(struct options *o, const char *arg)
{
    (void)arg;
    o->config.cpu.stats = true;
}

static void set_lockstep(struct options *o, const char *arg)
{
    (void)arg;
    o->config.cpu.lockstep = true;
}

static void set_split(struct options *o, const char *arg)
{
    (void)arg;
    o->config.cpu.split_code = true;
}

static void set_bisect(struct options *o, const char *arg)
{
    o->config.cpu.bisect_limit = parse_number("--bisect-limit", arg, false);
}

static _Noreturn void list_levels(void)
{
    const char *name;

    for (unsigned i = 0; (name = cpu_host_level_name(i)) != NULL; i++)
        printf("%s%s\n", name,
               cpu_host_has_level(i) ? "" : " (not on this host)");
    exit(EXIT_SUCCESS);
}

static void set_host_cpu(struct options *o, const char *arg)
{
    const char *name;
    unsigned i = 0;

    if (strcmp(arg, "help") == 0 || strcmp(arg, "?") == 0)
        list_levels();
    while ((name = cpu_host_level_name(i)) != NULL && strcmp(name, arg) != 0)
        i++;
    if (!name)
        die(EXIT_USAGE, "--host-cpu: unknown level: %s", arg);
    if (!cpu_host_has_level(i))
        die(EXIT_HOST, "--host-cpu: this processor is no %s", arg);
    o->config.cpu.host_level = (uint8_t)i;
}

/* As QEMU has it, in megabytes unless it says otherwise. */
static void set_cache(struct options *o, const char *arg)
{
    uint64_t n = parse_number("-tb-size", arg, true);
    size_t len = strlen(arg);

    if (!strchr("kKmMgG", arg[len - 1]) && n < 1ull << 20)
        n <<= 20;
    if (n < 1ull << 20 || n > 1ull << 30)
        die(EXIT_USAGE, "-tb-size: 1M at least and 1G at most");
    o->config.cpu.cache_size = n & ~(uint64_t)4095;
}

static void set_va_bits(struct options *o, const char *arg)
{
    uint64_t n = parse_number("-va-bits", arg, false);

    if (n < 39 || n > MM_BITS_MAX)
        die(EXIT_USAGE, "-va-bits: 39 at least and %d at most", MM_BITS_MAX);
    o->config.va_bits = (uint32_t)n;
}

static void set_base(struct options *o, const char *arg)
{
    uint64_t n = parse_number("-B", arg, false);

    /* Its pages, huge ones too, are the guest's. */
    if (n % (1 << 30) || n >> 47)
        die(EXIT_USAGE, "-B: not a multiple of 1 GB: %s", arg);
    o->config.guest_base = n;
}

static void no_gdb(struct options *o, const char *arg)
{
    (void)o;
    die(EXIT_USAGE, "-g %s: debugging is not supported yet", arg);
}

static void show_version(struct options *o, const char *arg)
{
    (void)o, (void)arg;
    puts(PACKAGE_NAME " " PACKAGE_VERSION);
    exit(EXIT_SUCCESS);
}

/* One guest a line: name, e_machine, bits of its class, byte order. */
static void list_guests(struct options *o, const char *arg)
{
    const struct target *t;

    (void)o, (void)arg;
    for (unsigned i = 0; (t = target_at(i)) != NULL; i++)
        printf("%s %d %d %s\n", t->name, t->elf_machine,
               t->elf_class == ELFCLASS64 ? 64 : 32,
               t->elf_data == ELFDATA2LSB ? "little" : "big");
    exit(EXIT_SUCCESS);
}

static option_fn show_help;

static const struct option options[] = {
    {{"L"}, "LD_PREFIX", true, "directory", "the guest's system", set_prefix},
    {{"s"}, "STACK_SIZE", true, "size", "of the stack; K, M, G", set_stack},
    {{"cpu"}, "CPU", true, "model", "-cpu help lists them", set_cpu},
    {{"E"}, "SET_ENV", true, "name=value,...", "set variables", set_env},
    {{"U"}, "UNSET_ENV", true, "name,...", "remove variables", unset_env},
    {{"0"}, "ARGV0", true, "name", "the program's argv[0]", set_argv0},
    {{"r"}, "UNAME", true, "release", "uname's release", set_release},
    {{"d"}, "LOG", true, "item,...", "-d help lists them", set_log},
    {{"D"}, "LOG_FILENAME", true, "file", "where the log goes", set_log_file},
    {{"strace"}, "STRACE", true, NULL, "log system calls", set_strace},
    {{"perfmap"}, "PERFMAP", true, NULL, "map for perf(1)", set_perf_map},
    {{"g"}, NULL, false, "port", "wait for a debugger (not yet)", no_gdb},
    {{"stats"}, "STATS", false, NULL, "summary at the end", set_stats},
    {{"tb-size"}, "TB_SIZE", true, "size", "of the code cache", set_cache},
    {{"va-bits"}, "VA_BITS", false, "n", "of guest addresses", set_va_bits},
    {{"B"}, "GUEST_BASE", true, "address", "where guest memory is", set_base},
    {{"wx"}, "WX", false, NULL, "no page writable and executable", set_split},
    {{"lockstep"}, "LOCKSTEP", false, NULL, "check translation", set_lockstep},
    {{"bisect-limit"}, "BISECT_LIMIT", false, "n", "compile n", set_bisect},
    {{"guests"}, NULL, false, NULL, "list the guests", list_guests},
    {{"host-cpu"}, "HOST_CPU", false, "level", "code for it", set_host_cpu},
    {{"version"}, NULL, false, NULL, "print the version", show_version},
    {{"help", "h"}, NULL, false, NULL, "print this text", show_help},
};

enum { COUNT = sizeof(options) / sizeof(options[0]) };

static void show_help(struct options *o, const char *arg)
{
    (void)o, (void)arg;
    puts("usage: calque [options] program [arguments]\n"
         "Run a Linux program that was built for another processor.\n");
    for (unsigned i = 0; i < COUNT; i++) {
        char left[64];

        snprintf(left, sizeof(left), "%s%s %s",
                 strlen(options[i].names[0]) > 7 ? "--" : "-",
                 options[i].names[0], options[i].arg ? options[i].arg : "");
        printf("  %-20s %s\n", left, options[i].help);
    }
    puts("\ncalque(1) describes the options.");
    exit(EXIT_SUCCESS);
}

static const struct option *find(const char *name, size_t len)
{
    for (unsigned i = 0; i < COUNT; i++)
        for (unsigned k = 0; k < 2; k++)
            if (options[i].names[k] && strlen(options[i].names[k]) == len &&
                strncmp(options[i].names[k], name, len) == 0)
                return &options[i];
    return NULL;
}

/* The environment's twin of an option, or NULL. */
static const char *twin(const struct option *opt)
{
    char name[48];
    const char *value;

    if (!opt->env)
        return NULL;
    snprintf(name, sizeof(name), "CALQUE_%s", opt->env);
    value = getenv(name);
    if (value || !opt->qemu)
        return value;
    snprintf(name, sizeof(name), "QEMU_%s", opt->env);
    return getenv(name);
}

static void from_environment(struct options *o)
{
    if (getauxval(AT_SECURE))
        return;
    for (unsigned i = 0; i < COUNT; i++) {
        const char *value = twin(&options[i]);

        if (value)
            options[i].set(o, value);
    }
}

static int from_arguments(struct options *o, int argc, char **argv)
{
    int i;

    for (i = 1; i < argc && argv[i][0] == '-' && argv[i][1]; i++) {
        const char *name = argv[i] + (argv[i][1] == '-' ? 2 : 1);
        size_t len = strcspn(name, "=");
        const struct option *opt;
        const char *arg = NULL;

        if (!*name)
            return i + 1;
        opt = find(name, len);
        if (!opt)
            die(EXIT_USAGE, "unknown option: %s; --help lists them", argv[i]);
        if (opt->arg && name[len])
            arg = name + len + 1;
        else if (opt->arg && i + 1 < argc)
            arg = argv[++i];
        else if (opt->arg || name[len])
            die(EXIT_USAGE, "%s: %s argument", argv[i],
                opt->arg ? "needs an" : "takes no");
        opt->set(o, arg);
    }
    return i;
}

void options_parse(struct options *o, int argc, char **argv, char **env)
{
    *o = (struct options){
        .config = {.guest_base = DEFAULT_BASE, .cpu = {.perf_map = -1}}};
    for (; *env; env++)
        env_append(o, *env);
    if (!o->env) {
        /* An empty environment is one, too. */
        o->env = calloc(1, sizeof(*o->env));
        o->max_env = 1;
        if (!o->env)
            die(EXIT_HOST, "out of memory");
    }
    from_environment(o);
    /* No argument is an option when binfmt_misc gives them: privileges may come
     * with the program, and its path may look like one. */
    o->first = binfmt_started() ? 1 : from_arguments(o, argc, argv);
}
