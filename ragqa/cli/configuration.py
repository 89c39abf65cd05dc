"""Settings from a file and from the environment; no other module reads either."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any, BinaryIO, get_args

from ragqa.errors import SettingsError
from ragqa.metadata import MetadataRules
from ragqa.settings import LEVELS, Settings, expected

_PREFIX = "RAGQA_"
_STORE_VARIABLE = "RAGQA_STORE"  # read where the option --store is declared

_LEVELLED = "min_confidence"  # a number, or one of the levels by name
_NONE = "none"  # how TOML and the environment spell None, where a setting may be that
_NONE_SHOWN = f'"{_NONE}"'

_TYPES: dict[str, Any] = {
    field.name: (get_args(field.type) or (field.type,))[0] for field in fields(Settings)
}
_OPTIONAL = frozenset(field.name for field in fields(Settings) if get_args(field.type))


def read_settings(
    file: BinaryIO | None,
    *,
    environment: Mapping[str, str],
    options: Mapping[str, Any] | None = None,
) -> Settings:
    """Return the settings that were chosen.

    An option counts before the environment, the environment before the file, and the file before
    the default.

    Parameters
    ----------
    file
        TOML with the names of the settings.
    environment
        Variables named ``RAGQA_`` and the setting in capitals; others are left alone.
    options
        Settings by name; None stands for an option that was not given.

    Raises
    ------
    SettingsError
        If a setting is unknown, or its value is of the wrong type or impossible.
    """
    given = {name: value for name, value in (options or {}).items() if value is not None}
    from_file = _read_file(file) if file else {}
    chosen = {**from_file, **_read_environment(environment), **given}
    try:
        return Settings(**chosen)
    except SettingsError as error:
        # What Python calls None, files and variables call by another name.
        raise SettingsError(str(error).replace(" or None", f" or {_NONE_SHOWN}")) from error


def _read_file(file: BinaryIO) -> dict[str, Any]:
    try:
        values = tomllib.load(file)
    except ValueError as error:
        raise SettingsError(f"{file.name} is not valid TOML: {error}; mend it") from error
    _check_names(values, _TYPES, place=file.name)
    return {name: _typed(name, value, place=file.name) for name, value in values.items()}


def _read_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    known = {_PREFIX + name.upper(): name for name in _TYPES}
    ours = {
        variable: value
        for variable, value in environment.items()
        if variable.startswith(_PREFIX) and variable != _STORE_VARIABLE
    }
    _check_names(ours, [*known, _STORE_VARIABLE], place="the environment")
    return {
        known[variable]: _parsed(variable, known[variable], value)
        for variable, value in ours.items()
    }


def _check_names(names: Iterable[str], known: Iterable[str], *, place: str) -> None:
    unknown = sorted(set(names) - set(known))
    if unknown:
        raise SettingsError(
            f"{place} has the unknown setting {unknown[0]}; known are {', '.join(known)}"
        )


def _typed(name: str, value: object, *, place: str) -> object:
    kind = _TYPES[name]
    if kind is MetadataRules:
        return MetadataRules.from_mapping(value)
    if name in _OPTIONAL and value == _NONE:
        return None
    if name == _LEVELLED and isinstance(value, str) and value in LEVELS:
        return LEVELS[value]
    if kind is float and type(value) is int:
        return float(value)
    if type(value) is not kind:
        raise SettingsError(f"{place}: {name} is {value!r}; it must be {_expected(name)}")
    return value


def _parsed(variable: str, name: str, value: str) -> object:
    if name in _OPTIONAL and value == _NONE:
        return None
    if name == _LEVELLED and value in LEVELS:
        return LEVELS[value]
    kind = _TYPES[name]
    if kind is MetadataRules:
        raise SettingsError(f"{variable} is set; give {name} in the file of --settings instead")
    try:
        return kind(value)
    except ValueError as error:
        raise SettingsError(f"{variable} is {value!r}; it must be {_expected(name)}") from error


def _expected(name: str) -> str:
    return expected(name, none=_NONE_SHOWN)
