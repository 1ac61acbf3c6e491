"""The wheel works: built, installed into an empty environment, run from another folder."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest
from support.outcomes import assert_as_expected
from support.programs import environment, json_lines

from worker.demo.web import SampleWeb

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    # hatchling is installed with the development packages: no second environment to build in.
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    [built] = folder.glob("vedette-*.whl")
    return built


def test_the_wheel_holds_configuration_lexicons_migrations_and_sample_pages(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()

    for wanted in (
        "worker/_config/vedette.toml",
        "worker/_config/sources.toml",
        "worker/_config/lexicon/de.toml",
        "worker/store/migrations/env.py",
        "worker/demo/site.toml",
    ):
        assert wanted in names
    assert not [name for name in names if name.startswith(("tests/", "bench/", "config/"))]


def test_an_installed_vedette_ingests_the_sample_web_from_another_folder(
    wheel: Path, tmp_path: Path
) -> None:
    home = tmp_path / "venv"
    venv.create(home, with_pip=True)
    subprocess.run(
        [home / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check", wheel],
        check=True, capture_output=True, timeout=600,
    )  # fmt: skip
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    env = environment(elsewhere) | {"PATH": os.defpath}

    with SampleWeb() as web:
        result = subprocess.run(
            [home / "bin" / "vedette", "ingest", *web.urls, "--json"],
            env=env, cwd=elsewhere, capture_output=True, timeout=120, check=False,
        )  # fmt: skip

        assert result.returncode == 0, result.stderr.decode()
        assert len(json_lines(result.stdout)) == len(web.urls)
        url = f"sqlite:///{elsewhere / 'data' / 'vedette.db'}"
        assert_as_expected(url, web.expectations, list(web.urls))
