// The cookies that scripts read and write. Over https their names begin with `__Host-`, so that no other host can set
// them; over http, and in versions before, they have plain names.
const PREFIX = '__Host-';
const isSecure = location.protocol === 'https:';

export function readCookie(name) {
  const pairs = document.cookie.split('; ');
  const valueOf = (full) => pairs.find((pair) => pair.startsWith(`${full}=`))?.slice(full.length + 1);
  return (isSecure ? valueOf(PREFIX + name) : undefined) ?? valueOf(name) ?? null;
}

export function writeCookie(name, value, maxAge) {
  document.cookie = isSecure
    ? `${PREFIX}${name}=${value}; Path=/; Max-Age=${maxAge}; SameSite=Lax; Secure`
    : `${name}=${value}; Path=/; Max-Age=${maxAge}; SameSite=Lax`;
}

// Deletes the cookie under both names.
export function deleteCookie(name) {
  if (isSecure) writeCookie(name, '', 0);
  document.cookie = `${name}=; Path=/; Max-Age=0; SameSite=Lax`;
}
