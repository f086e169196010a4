"""Validates every contract of the apps by the schema of the package open-data-contract-standard."""

import json
import pathlib
import sys

import jsonschema
import open_data_contract_standard
import yaml

folder = pathlib.Path(open_data_contract_standard.__file__).parent
schema = json.loads((folder / "schema.json").read_text(encoding="utf-8"))
validator = jsonschema.validators.validator_for(schema)(schema)
files = sorted(pathlib.Path("apps").glob("*/models/**/*.odcs.yaml"))
problems = [
    f"{file} {'/'.join(map(str, error.absolute_path))}: {error.message}"
    for file in files
    for error in validator.iter_errors(yaml.safe_load(file.read_text(encoding="utf-8")))
]
print("\n".join([*problems, f"{len(files)} contracts, {len(problems)} problems"]))
sys.exit(1 if problems or not files else 0)
