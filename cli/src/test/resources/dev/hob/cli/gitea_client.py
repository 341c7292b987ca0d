"""A day of py-gitea's life on a node: argument 1 is its address, 2 and 3 are tokens of alice and bob for
everything. Prints `done` at the end."""
import base64
import sys

from gitea import Gitea, Issue, Repository, User
from gitea.exceptions import AlreadyExistsException, ConflictException, NotFoundException


def encoded(text):
    return base64.b64encode(text.encode()).decode()


gitea = Gitea(sys.argv[1], sys.argv[2])
assert gitea.get_version().startswith("1."), gitea.get_version()
alice = gitea.get_user()
assert alice.username == "alice" and alice.email == "alice@example.org"

repo = alice.create_repo("kettle", description="Hot", private=True, autoInit=True, default_branch="main")
try:
    alice.create_repo("kettle")
    raise AssertionError("a second one of the same name")
except (AlreadyExistsException, ConflictException):
    pass
assert "kettle" in [it.name for it in alice.get_repositories()]
repo = Repository.request(gitea, "alice", "kettle")
assert repo.private and repo.default_branch == "main" and repo.owner == alice

repo.create_file("docs/guide.md", encoded("# Guide\n"), {"message": "Write the guide"})
content = [it for it in repo.get_git_content() if it.path == "docs"][0]
guide = repo.get_file_content(content)[0]
assert base64.b64decode(repo.get_file_content(guide)).decode() == "# Guide\n"
repo.change_file("docs/guide.md", guide.sha, encoded("# A guide\n"))
commits = repo.get_commits()
assert [it.inner_commit["message"] for it in commits][:2] == ["Update docs/guide.md\n", "Write the guide"], commits
then = repo.get_file_content(guide, commits[1])
assert base64.b64decode(then).decode() == "# Guide\n"

branch = repo.get_branches()[0]
repo.add_branch(branch, "feature/steam")
assert sorted(it.name for it in repo.get_branches()) == ["feature/steam", "main"]

repo.add_topic("tea")
assert repo.get_topics() == ["tea"]
repo.del_topic("tea")
assert repo.get_topics() == []

bob = User.request(gitea, "bob")
assert not repo.is_collaborator(bob)
gitea.requests_put("/repos/alice/kettle/collaborators/bob", {"permission": "write"})
assert repo.get_user_permission(bob).permission == "write"
assert {it.username for it in repo.get_users_with_access()} == {"alice", "bob"}
repo.remove_collaborator("bob")

first = Issue.create_issue(gitea, repo, "It does not whistle", "Steam comes, but no sound.")
assert first.number == 1 and first.state == "open" and first.user == alice, first
second = repo.create_issue("Too hot", assignees=["alice"], description="Ouch")
assert [it.username for it in second.assignees] == ["alice"]
assert sorted(it.number for it in repo.get_issues()) == [1, 2]
bug = gitea.requests_post("/repos/alice/kettle/labels", {"name": "bug", "color": "#cc0000", "description": "Broken"})
assert bug["color"] == "cc0000", bug
milestone = repo.create_milestone("One", "The first")
gitea.requests_patch("/repos/alice/kettle/issues/1", {"milestone": milestone.id})
gitea.requests_put("/repos/alice/kettle/issues/1/labels", {"labels": [bug["id"]]})
gitea.requests_post("/repos/alice/kettle/issues/1/comments", {"body": "Mine neither."})
first = [it for it in repo.get_issues_state(Issue.OPENED) if it.number == 1][0]
assert [it["name"] for it in first.labels] == ["bug"] and first.milestone.title == "One", first
assert first.comments == 1 and [it.body for it in first.get_comments()] == ["Mine neither."]
first = Issue.request(gitea, "alice", "kettle", "1")
first.title = "It does not whistle any more"
first.state = "closed"
first.commit()
assert [it.number for it in repo.get_issues_state(Issue.OPENED)] == [2]
assert [it.title for it in repo.get_issues_state(Issue.CLOSED)] == ["It does not whistle any more"]
found = gitea.requests_get("/repos/issues/search", {"state": "all", "q": "whistle"})
assert [it["number"] for it in found] == [1] and found[0]["user"]["type"] == "User", found
gitea.requests_put("/user/starred/alice/kettle")
assert gitea.requests_get("/repos/alice/kettle")["stars_count"] == 1

repo.description = "Cold"
repo.private = False
repo.commit()
repo = Repository.request(gitea, "alice", "kettle")
assert repo.description == "Cold" and not repo.private
own = gitea.requests_get("/notifications")  # It makes {} of an empty list.
assert not own, own
assert gitea.requests_get("/repos/alice/kettle/issues/2/subscriptions/check")["subscribed"]
bobs = Gitea(sys.argv[1], sys.argv[3])
bobs.requests_post("/repos/alice/kettle/issues/2/comments", {"body": "Ouch, @alice"})
threads = gitea.requests_get("/notifications", {"subject-type": "issue"})
assert [it["subject"]["title"] for it in threads] == ["Too hot"] and threads[0]["unread"], threads
assert gitea.requests_get("/notifications/new") == {"new": 1}
assert gitea.requests_get("/repos/alice/kettle/notifications")[0]["id"] == threads[0]["id"]
assert not gitea.requests_patch("/notifications/threads/%d" % threads[0]["id"], {})["unread"]
bobs.requests_post("/repos/alice/kettle/issues/2/comments", {"body": "Still"})
assert len(gitea.requests_get("/notifications")) == 1
gitea.requests_put("/notifications")
assert not gitea.requests_get("/notifications")
assert sorted(it["login"] for it in gitea.requests_get("/repos/alice/kettle/issues/2/subscriptions")) == ["alice", "bob"]
renamed = gitea.requests_patch("/repos/alice/kettle/labels/%d" % bug["id"], {"name": "broken"})
assert renamed["name"] == "broken", renamed
assert [it["name"] for it in gitea.requests_get("/repos/alice/kettle/issues/1")["labels"]] == ["broken"]
assert not gitea.requests_get("/repos/alice/kettle/issue_templates")
assert gitea.requests_get("/repos/alice/kettle/issue_config")["blank_issues_enabled"]

# It has no class of its own for pull requests; its calls do.
pulls = "/repos/alice/kettle/pulls"
steam = {"branch": "feature/steam", "content": encoded("hiss\n"), "message": "Let it hiss"}
gitea.requests_post("/repos/alice/kettle/contents/steam.txt", steam)
asked = {"head": "feature/steam", "base": "main", "title": "WIP: Steam", "reviewers": ["bob"]}
pull = gitea.requests_post(pulls, asked)
one = "%s/%d" % (pulls, pull["number"])
assert pull["draft"] and pull["title"] == "Steam" and pull["head"]["ref"] == "feature/steam", pull
try:
    gitea.requests_post(pulls, asked)
    raise AssertionError("a second one from the same branch")
except (AlreadyExistsException, ConflictException):
    pass
assert [it["number"] for it in gitea.requests_get(pulls, {"state": "open"})] == [pull["number"]]
assert [it["login"] for it in pull["requested_reviewers"]] == ["bob"], pull
assert not gitea.requests_patch(one, {"draft": False})["draft"]
assert Issue.request(gitea, "alice", "kettle", str(pull["number"])).title == "Steam"
review = bobs.requests_post(one + "/reviews", {
    "event": "APPROVED", "body": "Loud", "comments": [{"path": "steam.txt", "new_position": 1, "body": "Hiss!"}]})
assert review["state"] == "APPROVED" and review["comments_count"] == 1, review
assert [it["body"] for it in gitea.requests_get("%s/reviews/%d/comments" % (one, review["id"]))] == ["Hiss!"]
assert [it["filename"] for it in gitea.requests_get(one + "/files")] == ["steam.txt"]
assert [it["commit"]["message"] for it in gitea.requests_get(one + "/commits")] == ["Let it hiss"]
gitea.requests_post(one + "/merge", {"Do": "rebase-merge", "delete_branch_after_merge": True})
merged = gitea.requests_get(one)
assert merged["merged"] and merged["state"] == "closed" and merged["merged_by"]["login"] == "alice", merged
assert [it.name for it in Repository.request(gitea, "alice", "kettle").get_branches()] == ["main"]

sha = gitea.requests_get("/repos/alice/kettle/contents/docs/guide.md")["sha"]
repo.delete_file("docs/guide.md", sha)
repo.delete()
try:
    Repository.request(gitea, "alice", "kettle")
    raise AssertionError("it is still there")
except NotFoundException:
    pass
print("done")
