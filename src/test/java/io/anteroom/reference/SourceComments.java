package io.anteroom.reference;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The Javadoc of classes of the service, read from their source files by the parser of the JDK:
 * class files have none. For one thread.
 */
final class SourceComments {

  private static final Path SOURCES = Path.of("src/main/java");

  private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
  private final Map<Class<?>, Map<String, JavadocComment>> byFile = new HashMap<>();

  JavadocComment of(Class<?> type) {
    return found(type, type.getSimpleName());
  }

  /** The comment of the method, where it is declared. */
  JavadocComment of(Method method) {
    Class<?> type = method.getDeclaringClass();
    return found(type, type.getSimpleName() + "." + method.getName());
  }

  private JavadocComment found(Class<?> type, String name) {
    Class<?> outermost = type;
    while (outermost.getEnclosingClass() != null) {
      outermost = outermost.getEnclosingClass();
    }
    JavadocComment comment = byFile.computeIfAbsent(outermost, this::parsed).get(name);
    if (comment == null) {
      throw new IllegalStateException(name + " has no Javadoc, which the reference page shows.");
    }
    return comment;
  }

  private Map<String, JavadocComment> parsed(Class<?> outermost) {
    Path file = SOURCES.resolve(outermost.getName().replace('.', '/') + ".java");
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjects(file.toFile()));
      Comments comments = new Comments(DocTrees.instance(task));
      task.parse().forEach(unit -> comments.scan(unit, null));
      return comments.byName;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Comments extends TreePathScanner<Void, String> {

    private final Map<String, JavadocComment> byName = new HashMap<>();
    private final DocTrees trees;

    Comments(DocTrees trees) {
      this.trees = trees;
    }

    @Override
    public Void visitClass(ClassTree type, String enclosing) {
      String name = type.getSimpleName().toString();
      note(name, type);
      return super.visitClass(type, name);
    }

    @Override
    public Void visitMethod(MethodTree method, String enclosing) {
      note(enclosing + "." + method.getName(), method);
      return null;
    }

    private void note(String name, Tree tree) {
      DocCommentTree comment = trees.getDocCommentTree(getCurrentPath());
      CompilationUnitTree unit = getCurrentPath().getCompilationUnit();
      if (comment != null) {
        long place = trees.getSourcePositions().getStartPosition(unit, tree);
        byName.put(name, JavadocComment.of(comment, place));
      }
    }
  }
}
