"""Adds photographs (backdrops, paintings, views) and tileable textures from Debian packages to a pack."""

import glob
import io
import os
import zipfile

from PIL import Image, ImageStat

WALLPAPERS = {
    "gnome-backgrounds": "/usr/share/backgrounds/gnome/*",
    "mate-backgrounds": "/usr/share/backgrounds/mate/*/*",
    "lomiri-wallpapers-20.04 and ukui-wallpapers": "/usr/share/backgrounds/*.*",
    "plasma-workspace-wallpapers": "/usr/share/wallpapers/*/contents/images/*",
}
SWEET_HOME = "/usr/share/sweethome3d/sweethome3d.jar"
KART_TEXTURES = "/usr/share/games/supertuxkart/data/textures/*"
KINDS = (".jpg", ".jpeg", ".png", ".webp")


def best_of_each(paths):
    """The largest file of each folder named `images`, every file elsewhere."""
    chosen = {}
    for path in paths:
        key = os.path.dirname(path) if os.path.basename(os.path.dirname(path)) == "images" else path
        if key not in chosen or os.path.getsize(path) > os.path.getsize(chosen[key]):
            chosen[key] = path
    return sorted(chosen.values())


def opened(source):
    try:
        image = Image.open(source)
        image.load()
        return image
    except (OSError, ValueError):
        return None


def is_plain(image):
    return max(ImageStat.Stat(image.convert("RGB").resize((32, 32))).stddev) < 4


def is_tile(image):
    """Square-ish, opaque and not an icon."""
    width, height = image.size
    if min(width, height) < 128 or not 0.5 <= width / height <= 2:
        return False
    return image.mode in ("RGB", "L") or image.convert("RGBA").getchannel("A").getextrema()[0] > 250


def add_tile(pack, image, source):
    image = image.convert("RGB")
    image.thumbnail((256, 256), Image.LANCZOS)
    pack.add_picture(image, "texture", source)


def add_pictures(pack, report):
    for package, pattern in WALLPAPERS.items():
        for path in best_of_each(p for p in glob.glob(pattern) if p.lower().endswith(KINDS)):
            image = opened(path)
            if image is None or is_plain(image) or min(image.size) < 400:
                continue
            image = image.convert("RGB")
            image.thumbnail((896, 896), Image.LANCZOS)
            pack.add_picture(image, "photo", package)
            pack.credits.append((package, "see its copyright file", os.path.basename(path), "its authors"))
    if os.path.exists(SWEET_HOME):
        with zipfile.ZipFile(SWEET_HOME) as jar:
            for name in sorted(jar.namelist()):
                if "/textures/" in name and name.lower().endswith(KINDS):
                    image = opened(io.BytesIO(jar.read(name)))
                    if image is not None and min(image.size) >= 64:
                        add_tile(pack, image, "sweethome3d")
                        pack.credits.append(("sweethome3d", "see its copyright file", name, "its authors"))
    for path in sorted(glob.glob(KART_TEXTURES)):
        image = opened(path) if path.lower().endswith(KINDS) else None
        if image is not None and is_tile(image) and not is_plain(image):
            add_tile(pack, image, "supertuxkart-data")
            pack.credits.append(("supertuxkart-data", "see its copyright file", os.path.basename(path), "its authors"))
    report(f"{len(pack.pictures)} pictures")
