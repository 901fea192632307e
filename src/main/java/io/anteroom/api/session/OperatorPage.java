package io.anteroom.api.session;

/** Where the page of operators is, and what a browser lets it do. Stateless. */
public final class OperatorPage {

  /** Its files are below it. */
  public static final String PATH = "/operator";

  /** Where a browser finds it. */
  public static final String ADDRESS = PATH + "/";

  /** Where its session is: a path below that is no file. */
  static final String SESSION = PATH + "/session";

  /** Where an OpenID provider signs an operator in, relative to the page: no file either. */
  public static final String SIGN_IN = "sign-in";

  /** Nothing from elsewhere, nothing inline, in no frame (Content Security Policy Level 3). */
  public static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
          + "img-src 'self' data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

  private OperatorPage() {}

  /** Whether a request with this path reads the page. */
  public static boolean isAt(String path) {
    return path.startsWith(ADDRESS) && !path.equals(SESSION) && !path.equals(ADDRESS + SIGN_IN);
  }
}
