# Runs PHP of the folder ROOT, into which its packages are unpacked, with the libraries and the PHP code there.
lib=$ROOT/usr/lib/x86_64-linux-gnu
extensions=$(ls -d "$ROOT"/usr/lib/php/2*)
exec "$lib/ld-linux-x86-64.so.2" --library-path "$lib" "$ROOT/usr/bin/php8.4" -n \
  -d extension_dir="$extensions" -d extension=ctype -d extension=tokenizer -d extension=mbstring -d extension=iconv \
  -d extension=pdo -d extension=pgsql -d extension=pdo_pgsql -d error_reporting=8191 -d display_errors=stderr \
  -d include_path="$ROOT/usr/share/php" "$@"
