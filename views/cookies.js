// What this browser remembers of the program: cookies of the path that it runs under. Read before each script that needs them.
// Browsers forget a cookie after 400 days at most; each visit begins them anew.
const DAYS = 400;

// Undefined where it was never set, or where the browser keeps no cookies.
const recall = (name) => {
  try {
    return document.cookie.split("; ").find((each) => each.startsWith(`${name}=`))?.slice(name.length + 1);
  } catch {
    return undefined;
  }
};

const remember = (name, value) => {
  try {
    const path = location.pathname.replace(/[^/]*$/, "");
    document.cookie = `${name}=${value}; path=${path}; max-age=${DAYS * 86400}; SameSite=Lax`;
  } catch {
    // Then it is remembered as long as the page is open.
  }
};

