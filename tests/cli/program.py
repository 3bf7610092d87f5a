"""The program as its users run it, for test modules: a test is a function named test_...,
whose name is its sentence; it is given an empty folder and what the module hands to run()."""
import os
import pathlib
import tempfile

import tap

# A sanitizer's complaint must not look like exit code 1, which means "found".
ENVIRONMENT = {**os.environ, "ASAN_OPTIONS": "exitcode=86", "LSAN_OPTIONS": "exitcode=86",
               "UBSAN_OPTIONS": "halt_on_error=1:exitcode=86"}


class Program:
    """The program under test: bulkhead("verify", plant) gives what it printed."""

    def __init__(self, path):
        self.path = str(pathlib.Path(path).resolve())

    def run(self, *words, code=0, cwd=tap.ROOT, given=None):
        done = tap.run(self.path, *words, cwd=cwd, input=given, env=ENVIRONMENT, timeout=120)
        if done.returncode != code:
            raise AssertionError(f"bulkhead {' '.join(map(str, words))}: exit {done.returncode}, "
                                 f"not {code}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        return done

    def __call__(self, *words, **how):
        return self.run(*words, **how).stdout

    def complaints(self, *words, **how):
        """The lines of standard error of a run that is refused."""
        return self.run(*words, **{"code": 2, **how}).stderr.splitlines()


def equal(found, expected, what=""):
    if found != expected:
        raise AssertionError(f"{what}\nexpected: {expected!r}\nfound:    {found!r}")


def contains(text, part):
    if part not in text:
        raise AssertionError(f"{part!r} is not in {text!r}")


def case(test, arguments):
    def in_a_folder():
        with tempfile.TemporaryDirectory(prefix="bulkhead-test-") as folder:
            test(pathlib.Path(folder), *arguments)
    return test.__name__.removeprefix("test_").replace("_", " "), in_a_folder


def run(module, *arguments):
    """The exit code of the test program."""
    return tap.report([case(test, arguments) for name, test in vars(module).items()
                       if name.startswith("test_")])
