"""Check exported entities with the followthemoney library itself; prints one line for each fault. Run as a script."""

from __future__ import annotations

import json
import sys


def main(path: str) -> None:
    from followthemoney import model  # type: ignore[import-not-found,unused-ignore]
    from followthemoney.exc import InvalidData  # type: ignore[import-not-found,unused-ignore]
    from followthemoney.proxy import EntityProxy  # type: ignore[import-not-found,unused-ignore]

    with open(path, encoding="utf-8") as stream:
        found = [json.loads(line) for line in stream]
    schemata = {data["id"]: model.get(data["schema"]) for data in found}
    if len(schemata) != len(found):
        print("an id twice")
    for data in found:
        schema = schemata[data["id"]]
        try:
            schema.validate(data)
        except InvalidData as fault:
            print(data["id"], fault.errors)
        proxy = EntityProxy.from_dict(data, cleaned=False)
        for name, values in data["properties"].items():
            prop = schema.properties.get(name)
            if prop is None:
                print(data["id"], "no property", name)
                continue
            if len(proxy.get(name)) < len(values):
                print(data["id"], "refused", name, values)
            if prop.range:
                for value in values:
                    if value not in schemata or not schemata[value].is_a(prop.range):
                        print(data["id"], "may not stand at", name, value)
    print(f"{len(found)} entities checked")


if __name__ == "__main__":
    main(sys.argv[1])
