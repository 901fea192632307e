package io.anteroom.client;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Source files in memory, which are compiled with the client on their class path. */
public final class JavaSources {

  private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");
  private static final Pattern TYPE =
      Pattern.compile("(?m)^(?:public |abstract )*(?:class|interface|@interface) (\\w+)");

  private final List<Source> sources = new ArrayList<>();

  private static final class Source extends SimpleJavaFileObject {

    private final String text;

    Source(String name, String text) {
      super(URI.create("memory:///" + name + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreErrors) {
      return text;
    }
  }

  /** Adds a file; its first type is its name. */
  public JavaSources add(String text) {
    Matcher folder = PACKAGE.matcher(text);
    Matcher type = TYPE.matcher(text);
    if (!type.find()) {
      throw new IllegalArgumentException("no type in: " + text);
    }
    String prefix = folder.find() ? folder.group(1).replace('.', '/') + "/" : "";
    sources.add(new Source(prefix + type.group(1), text));
    return this;
  }

  /** Compiles all files into a folder, and returns what the compiler complains about. */
  public List<String> compile(Path folder) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> complaints = new DiagnosticCollector<>();
    List<String> options =
        List.of(
            "--release", "17", "-proc:none", "-d", folder.toString(), "-cp", client().toString());
    compiler.getTask(null, null, complaints, options, null, sources).call();
    return complaints.getDiagnostics().stream().map(Object::toString).toList();
  }

  /** Where the classes of the client are. */
  private static Path client() {
    try {
      return Path.of(
          AnteroomClient.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
