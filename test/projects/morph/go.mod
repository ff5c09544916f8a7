module example.com/chat

require github.com/mattermost/morph v1.1.0
