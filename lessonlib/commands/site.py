"""`lesson site`: the executed course as web pages that open from a folder."""

from lessonlib.commands import CommandError
from lessonlib.commands.lab import course_folder


def add_arguments(parser):
    parser.add_argument("folder", metavar="DIR", help="where the pages go: a new folder, or that of an older site")


def run(options):
    """Run every lesson and write the site."""
    from tqdm import tqdm

    from lessonlib.site.build import build_site
    from lessonlib.site.lessons import SiteError

    try:
        index = build_site(course_folder(), options.folder, lambda paths: tqdm(paths, unit="lesson"))
    except (SiteError, OSError) as error:
        raise CommandError(error) from error
    print(f"Open {index} in a browser.")
    return 0
