package dev.hob.web.mcp;

import dev.hob.node.Node;
import dev.hob.node.people.Scope;
import dev.hob.search.Search;
import dev.hob.web.api.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Every tool there is.
final class Catalogue {
    /// Without one of these a token has no tool.
    static final List<Scope> SCOPES = List.of(Scope.READ_REPOSITORY, Scope.READ_ISSUE);

    private Catalogue() {}

    static List<Tool> tools(Node node, Optional<Search> search) {
        var code = new Code(node);
        var tools = new ArrayList<Tool>();
        tools.add(new SearchTool(search).tool());
        tools.add(new RepositoryTool(node).tool());
        tools.addAll(new FileTools(code).tools());
        tools.addAll(new HistoryTools(node, code).tools());
        tools.addAll(new IssueTools(node).tools());
        tools.addAll(new PullTools(node, code).tools());
        return List.copyOf(tools);
    }
}
